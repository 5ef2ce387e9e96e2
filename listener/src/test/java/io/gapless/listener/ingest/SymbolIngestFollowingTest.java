package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Another listener, with another list of symbols, ends what this one archives.
class SymbolIngestFollowingTest {
    private final SymbolProbe symbol = new SymbolProbe(1_000);
    private Instant ended = SymbolProbe.START;

    @BeforeEach
    void endElsewhere() {
        symbol.receive(symbol.trade(10));
        symbol.flush();
        ended = symbol.now;
        symbol.stored = symbol.stored.change().unfollow(1_009, ended).at(ended);
    }

    private void tradeAndFlush() {
        symbol.receive(symbol.trade(5));
        symbol.flushAgain();
    }

    /// Turn by turn, as a listener does that runs.
    private void listen(Duration time) {
        Duration turn = EndedElsewhere.LONGEST_TURN;
        for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(turn)) {
            assertThat(symbol.next()).isEmpty();
            symbol.pass(turn);
        }
    }

    private IngestAction followOn() {
        return new IngestAction.FollowOn(symbol.ingest.symbol(), new Wanted.Ended(1_009, ended));
    }

    @Test
    void aDeployThatRemovesASymbolIsNotContradicted() {
        tradeAndFlush();
        listen(EndedElsewhere.LONGEST_DEPLOY);

        symbol.ingest.stop();
        assertThat(symbol.next()).isEmpty();
        assertThat(symbol.ingest.isDrained()).isTrue();
        assertThat(symbol.told).isEmpty();
    }

    @Test
    void whoListensOnAfterTheLongestDeployFollowsOnFromTheEnd() {
        tradeAndFlush();
        listen(EndedElsewhere.LONGEST_DEPLOY);

        assertThat(symbol.next()).contains(followOn());
        assertThat(symbol.next()).as("while that is under way").isEmpty();

        symbol.stored = symbol.stored.change().follow(1_010).at(symbol.now);
        symbol.ingest.onCheckpoint(Optional.of(symbol.stored), symbol.now, symbol.told);
        listen(EndedElsewhere.LONGEST_DEPLOY.multipliedBy(2));
    }

    @Test
    void aSymbolThatIsSilentSinceIsLeftEnded() {
        symbol.pass(SymbolProbe.INTERVAL);
        symbol.learn();
        listen(EndedElsewhere.LONGEST_DEPLOY.multipliedBy(2));
    }

    @Test
    void aPauseIsNoTimeOfListening() {
        tradeAndFlush();
        assertThat(symbol.next()).isEmpty();
        symbol.pass(EndedElsewhere.LONGEST_DEPLOY.multipliedBy(2));
        assertThat(symbol.next()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackTakesNoTimeOfListeningAway() {
        tradeAndFlush();
        listen(EndedElsewhere.LONGEST_DEPLOY.minus(EndedElsewhere.LONGEST_TURN));
        symbol.pass(Duration.ofHours(-1));
        // The turn of the jump is not counted, so it takes one more.
        listen(EndedElsewhere.LONGEST_TURN.multipliedBy(2));

        assertThat(symbol.next()).contains(followOn());
    }

    @Test
    void anotherEndIsWaitedForAnew() {
        tradeAndFlush();
        listen(EndedElsewhere.LONGEST_DEPLOY);
        symbol.stored =
                symbol.stored
                        .change()
                        .follow(1_010)
                        .at(symbol.now)
                        .change()
                        .unfollow(1_014, symbol.now)
                        .at(symbol.now);
        symbol.learn();
        symbol.receive(symbol.trade(1));
        symbol.pass(Duration.ofSeconds(1));

        assertThat(symbol.next()).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainLater() {
        tradeAndFlush();
        listen(EndedElsewhere.LONGEST_DEPLOY);
        assertThat(symbol.next()).contains(followOn());
        symbol.ingest.onCheckpoint(Optional.empty(), symbol.now, symbol.told);

        assertThat(symbol.next()).isEmpty();
        symbol.pass(FlushTiming.RETRY_AFTER.multipliedBy(2));
        assertThat(symbol.next()).contains(followOn());
    }
}
