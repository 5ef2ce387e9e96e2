package io.gapless.archive;

import static io.gapless.archive.SampleCheckpoints.followed;
import static io.gapless.archive.SampleCheckpoints.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;
    private static final Instant NOW = SampleCheckpoints.NOW;
    private static final OptionalLong NO_HEAD = OptionalLong.empty();

    @Test
    void whatIsBetweenTheOriginAndTheFirstFlushIsAGap() {
        assertThat(followed(100).gaps(OptionalLong.of(149))).containsExactly(followedGap(100, 149));
        assertThat(followed(100).gaps(NO_HEAD)).isEmpty();
        assertThat(followed(100).gaps(OptionalLong.of(99))).isEmpty();
    }

    @Test
    void aHoleBehindTheTailIsAGapWhateverTheExchangeSays() {
        Checkpoint holed = stored(stored(followed(1), 1, 10), 15, 20);
        assertThat(holed.gaps(NO_HEAD)).containsExactly(followedGap(11, 14));
        assertThat(holed.gaps(OptionalLong.of(7))).containsExactly(followedGap(11, 14));
        assertThat(holed.gaps(OptionalLong.of(25)))
                .containsExactly(followedGap(11, 14), followedGap(21, 25));
    }

    @Test
    void aClaimIsNoGapNeitherLiveNorExpired() {
        Checkpoint claimed = stored(followed(1), 1, 10).change().claim(claim("b", 15, 20)).at(NOW);
        assertThat(claimed.expiredClaims(NOW)).isEmpty();
        assertThat(claimed.expiredClaims(NOW.plus(Duration.ofDays(1)))).hasSize(1);
        assertThat(claimed.gaps(NO_HEAD)).containsExactly(followedGap(11, 14));
    }

    @Test
    void anAbsentIdIsNoGap() {
        Checkpoint checkpoint = stored(stored(followed(1), 1, 10), 12, 20);
        assertThat(checkpoint.change().absent(range(11, 11)).at(NOW).gaps(NO_HEAD)).isEmpty();
    }

    @Test
    void whatIsBeforeTheOriginIsNoGap() {
        Checkpoint late = stored(followed(100), 50, 60);
        assertThat(late.gaps(OptionalLong.of(99))).isEmpty();
    }

    @Test
    void whatWasAskedForIsAGapEvenOfASymbolThatIsNotFollowed() {
        Checkpoint asked = Checkpoint.none(SYMBOL).change().ask(range(5, 9)).at(NOW);
        assertThat(asked.gaps(NO_HEAD)).containsExactly(new Gap(range(5, 9), Gap.Kind.ASKED));
        assertThat(asked.change().withdraw(Coverage.of(range(5, 7))).at(NOW).gaps(NO_HEAD))
                .containsExactly(new Gap(range(8, 9), Gap.Kind.ASKED));
    }

    @Test
    void aGapThatIsAskedForAndFollowedIsToldOnce() {
        Checkpoint both = stored(followed(10), 20, 25).change().ask(range(5, 15)).at(NOW);
        assertThat(both.gaps(NO_HEAD))
                .containsExactly(followedGap(10, 19), new Gap(range(5, 9), Gap.Kind.ASKED));
    }

    @Test
    void withdrawingTakesNothingFromWhatIsFollowed() {
        Checkpoint both = stored(followed(10), 20, 25).change().ask(range(5, 15)).at(NOW);
        Checkpoint withdrawn = both.change().withdraw(Coverage.of(range(0, 1_000))).at(NOW);
        assertThat(withdrawn.gaps(NO_HEAD)).containsExactly(followedGap(10, 19));
        assertThat(withdrawn.stored()).isEqualTo(both.stored());
    }

    @Test
    void followingAgainChangesNoOrigin() {
        Checkpoint again = followed(100).change().follow(500).at(NOW);
        assertThat(again.wanted().followedFrom()).hasValue(100);
    }

    @Test
    void whatWasWantedWhileItWasFollowedStaysWanted() {
        Checkpoint removed = stored(followed(10), 15, 20).change().unfollow(30, NOW).at(NOW);
        assertThat(removed.wanted().isFollowed()).isFalse();
        assertThat(removed.gaps(OptionalLong.of(99)))
                .containsExactly(followedGap(10, 14), followedGap(21, 30));
        assertThat(removed.completeThrough()).isEmpty();

        Checkpoint added = removed.change().follow(90).at(NOW);
        assertThat(added.gaps(OptionalLong.of(99)))
                .containsExactly(followedGap(10, 14), followedGap(21, 30), followedGap(90, 99));
    }

    @Test
    void aSymbolRemovedBeforeItsFirstTradeWantsNothing() {
        Checkpoint removed = followed(100).change().unfollow(99, NOW).at(NOW);
        assertThat(removed.wanted().all(1_000)).isEqualTo(Coverage.EMPTY);
    }

    @Test
    void theEndOfFollowingIsKeptUntilItGoesOn() {
        Checkpoint removed = stored(followed(10), 15, 20).change().unfollow(30, NOW).at(NOW);
        assertThat(removed.wanted().ended()).hasValue(new Wanted.Ended(30, NOW));

        Checkpoint again = removed.change().unfollow(40, NOW.plusSeconds(1)).at(NOW);
        assertThat(again.wanted()).isEqualTo(removed.wanted());

        Checkpoint goesOn = again.change().follow(31).at(NOW);
        assertThat(goesOn.wanted().ended()).isEmpty();
        assertThat(goesOn.wanted().followed(99)).isEqualTo(Coverage.of(new TradeIdRange(10, 99)));
    }

    @Test
    void anEndBelowTheOriginIsOneAtTheOrigin() {
        Checkpoint removed = followed(100).change().unfollow(-1, NOW).at(NOW);
        assertThat(removed.wanted().ended().orElseThrow().nextId()).isEqualTo(100);
    }

    @Test
    void theFirstIdOfAllMayBeMissingAlone() {
        assertThat(followed(100).gaps(OptionalLong.of(100))).containsExactly(followedGap(100, 100));
    }

    @Test
    void everythingWantedIsWhatIsFollowedAndWhatWasAskedFor() {
        Checkpoint both = followed(100).change().ask(range(5, 9)).at(NOW);

        assertThat(both.wanted().all(149))
                .isEqualTo(Coverage.of(range(100, 149)).plus(range(5, 9)));
        assertThat(both.wanted().all(99)).isEqualTo(Coverage.of(range(5, 9)));
    }

    @Test
    void anOriginIsNeverNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.none(SYMBOL).change().follow(-1))
                .withMessageContaining("followed from trade id -1");
    }

    private static Claim claim(String id, long first, long last) {
        return SampleCheckpoints.claim(SYMBOL, id, first, last);
    }

    private static Gap followedGap(long first, long last) {
        return new Gap(range(first, last), Gap.Kind.FOLLOWED);
    }

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }
}
