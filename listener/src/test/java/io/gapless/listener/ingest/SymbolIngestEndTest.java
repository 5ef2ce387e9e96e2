package io.gapless.listener.ingest;

import static io.gapless.listener.ingest.SymbolProbe.GRACE;
import static io.gapless.listener.ingest.SymbolProbe.INTERVAL;
import static io.gapless.listener.ingest.SymbolProbe.ids;
import static io.gapless.listener.ingest.SymbolProbe.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Stores that are away, and the end of the process.
class SymbolIngestEndTest {
    private static final Duration SOON = FlushTiming.RETRY_AFTER.multipliedBy(2);

    private final SymbolProbe symbol = new SymbolProbe(1_000);

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }

    /// Cut after the interval, and on their way.
    private List<EncodedBatch> written(List<Trade> trades) {
        symbol.receive(trades);
        symbol.pass(INTERVAL);
        symbol.look();
        return symbol.write();
    }

    @Test
    void whileTheStoresAreAwayBatchesPileUpEncodedAndAreTriedAgainAfterAPause() {
        List<EncodedBatch> batches = written(symbol.trade(1_000));
        long columns = 1_000L * TradeColumns.BYTES_PER_TRADE;
        int tries = 0;
        for (int i = 0; i < 39; i++) {
            symbol.end(new WriteOutcome.NotClaimed("S3 is away"));
            symbol.receive(symbol.trade(1_000));
            assertThat(symbol.next()).as("no attempt without a pause").isEmpty();
            symbol.pass(SOON);
            batches = symbol.write();
            tries++;
        }

        assertThat(symbol.counts.writesFailed()).isEqualTo(tries);
        assertThat(batches).hasSize(BatchWrite.MAX_BATCHES);
        assertThat(symbol.ingest.held().heldBytes()).isLessThan(40 * columns / 2);
        symbol.archive(batches);
        symbol.archive(symbol.write());
        symbol.archive(symbol.write());
        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 40_999));
        assertThat(symbol.ingest.isDrained()).isTrue();
        assertThat(symbol.ingest.held().heldBytes()).isZero();
    }

    @Test
    void aCheckpointThatCannotBeReadIsNotWaitedForLongerThanTwoIntervals() {
        symbol.receive(symbol.trade(10));
        symbol.pass(INTERVAL);
        assertThat(symbol.next()).containsInstanceOf(IngestAction.ReadCheckpoint.class);
        symbol.ingest.onCheckpoint(Optional.empty(), symbol.now, symbol.told);
        symbol.pass(INTERVAL);

        assertThat(ranges(symbol.write())).containsExactly(range(1_000, 1_009));
    }

    @Test
    void whatIsGivenUpIsOldestFirstAndNeverWhatIsBeingWritten() {
        List<EncodedBatch> batches = written(symbol.trade(1_000));
        symbol.receive(symbol.trade(2_000));
        assertThat(symbol.next()).isEmpty();
        symbol.receive(symbol.trade(5));

        symbol.ingest.giveUpOldest(symbol.told);
        symbol.ingest.giveUpOldest(symbol.told);
        symbol.ingest.giveUpOldest(symbol.told);

        assertThat(symbol.ingest.held().canGiveUp()).isFalse();
        assertThat(symbol.counts.tradesGivenUp()).isEqualTo(2_005);
        assertThat(symbol.told)
                .extracting(told -> ((IngestAction.Alarm) told).message())
                .satisfiesExactly(
                        first -> assertThat(first).contains("1000 trades, 2000..2999"),
                        second -> assertThat(second).contains("1000 trades, 3000..3999"),
                        third -> assertThat(third).contains("5 trades, 4000..4004"));
        symbol.archive(batches);
        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 1_999));
    }

    @Test
    void whatWasGivenUpIsTakenAgainWhenItComesAgain() {
        List<Trade> trades = symbol.trade(10);
        written(trades);
        symbol.end(new WriteOutcome.NotClaimed("S3 is away"));
        symbol.ingest.giveUpOldest(symbol.told);
        assertThat(symbol.ingest.isDrained()).isTrue();

        symbol.receive(trades);

        assertThat(symbol.ingest.progress().unarchived()).isEqualTo(ids(1_000, 1_009));
    }

    @Test
    void toldToStopEverythingIsDueAtOnceAfterALastLookEvenBehindAYoungHole() {
        List<Trade> trades = symbol.trade(20);
        symbol.receive(trades.subList(0, 10));
        symbol.receive(trades.subList(11, 20));
        symbol.ingest.stop();
        symbol.look();
        List<EncodedBatch> batches = symbol.write();

        assertThat(symbol.now.minus(GRACE)).isBefore(SymbolProbe.START);
        assertThat(ranges(batches)).containsExactly(range(1_000, 1_009), range(1_011, 1_019));
        assertThat(symbol.ingest.isDrained()).isFalse();
        symbol.archive(batches);
        assertThat(symbol.ingest.isDrained()).isTrue();
    }

    @Test
    void atTheEndAContestedBatchIsCutAgainAtOnce() {
        List<Trade> trades = symbol.trade(20);
        symbol.receive(trades);
        symbol.ingest.stop();
        symbol.look();
        List<EncodedBatch> batches = symbol.write();
        symbol.otherArchives(trades.subList(0, 5));
        symbol.end(Map.of(Fate.CONTESTED, batches));

        assertThat(symbol.ingest.isDrained()).isFalse();
        symbol.archive(symbol.write());
        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 1_019));
        assertThat(symbol.ingest.isDrained()).isTrue();
    }

    @Test
    void atTheEndItIsNotDrainedWhileTheCheckpointCannotBeRead() {
        symbol.receive(symbol.trade(20));
        symbol.ingest.stop();
        assertThat(symbol.next()).containsInstanceOf(IngestAction.ReadCheckpoint.class);
        symbol.ingest.onCheckpoint(Optional.empty(), symbol.now, symbol.told);
        assertThat(symbol.ingest.isDrained()).isFalse();
        symbol.pass(SOON);
        symbol.look();
        symbol.archive(symbol.write());

        assertThat(symbol.ingest.isDrained()).isTrue();
    }

    @Test
    void atTheEndWhatAnotherWriterHasClaimedIsLeftToIt() {
        List<Trade> trades = symbol.trade(20);
        symbol.receive(trades);
        symbol.otherClaims(trades, symbol.now.plusSeconds(30));
        symbol.ingest.stop();
        symbol.look();

        assertThat(symbol.ingest.isDrained()).isTrue();
        assertThat(symbol.ingest.progress().unarchived()).isEqualTo(ids(1_000, 1_019));
        assertThat(symbol.stored.archived()).isEqualTo(Coverage.EMPTY);
    }
}
