package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Deferral.Reason;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeferralsTest {
    private static final Instant NOW = SampleCheckpoints.NOW;

    @Test
    void aDeferralIsDroppedWhenItsIdsAreSettled() {
        Deferral deferral = deferral(11, 20, Reason.REST_LAGS);
        Checkpoint deferred = followed().change().defer(List.of(deferral)).at(NOW);
        assertThat(deferred.deferred()).containsExactly(deferral);

        Checkpoint absent = deferred.change().absent(range(11, 20)).at(NOW);
        assertThat(absent.deferred()).isEmpty();
    }

    @Test
    void aDeferralIsKeptWhileOneOfItsIdsIsOpen() {
        Checkpoint deferred =
                followed().change().defer(List.of(deferral(11, 20, Reason.REST_LAGS))).at(NOW);
        assertThat(deferred.change().absent(range(11, 19)).at(NOW).deferred()).hasSize(1);
    }

    @Test
    void claimingSomeIdsForgetsOnlyWhatWasRememberedOfThem() {
        Checkpoint deferred =
                followed().change().defer(List.of(deferral(11, 30, Reason.REFUSED))).at(NOW);
        Checkpoint claimed =
                deferred.change()
                        .claim(SampleCheckpoints.claim(SampleTrades.SYMBOL, "a", 16, 20))
                        .at(NOW);
        assertThat(claimed.deferred())
                .containsExactly(
                        deferral(11, 15, Reason.REFUSED), deferral(21, 30, Reason.REFUSED));
    }

    @Test
    void aNewReasonReplacesTheOldOne() {
        Checkpoint checkpoint =
                followed().change().defer(List.of(deferral(11, 20, Reason.REST_LAGS))).at(NOW);
        checkpoint = checkpoint.change().defer(List.of(deferral(11, 20, Reason.WITHDRAWN))).at(NOW);
        assertThat(checkpoint.deferred()).containsExactly(deferral(11, 20, Reason.WITHDRAWN));
    }

    @Test
    void whatIsRememberedOfAClaimIsForgottenWithIt() {
        Checkpoint claimed =
                followed()
                        .change()
                        .claim(SampleCheckpoints.claim(SampleTrades.SYMBOL, "a", 11, 20))
                        .defer(List.of(deferral(11, 20, Reason.WITHDRAWN)))
                        .at(NOW);
        assertThat(claimed.deferred()).hasSize(1);
        assertThat(claimed.change().release(Set.of("a")).at(NOW).deferred()).isEmpty();
        assertThat(claimed.change().commit(Set.of("a")).at(NOW).deferred()).isEmpty();
    }

    @Test
    void neighboursOfOneReasonAreJoinedWithTheOlderBeginningAndTheLaterTry() {
        Deferral lower =
                new Deferral(
                        range(11, 15), Reason.REFUSED, NOW.minusSeconds(60), NOW.plusSeconds(5));
        Deferral upper =
                new Deferral(
                        range(16, 20), Reason.REFUSED, NOW.minusSeconds(90), NOW.plusSeconds(9));
        assertThat(followed().change().defer(List.of(upper, lower)).at(NOW).deferred())
                .containsExactly(
                        new Deferral(
                                range(11, 20),
                                Reason.REFUSED,
                                NOW.minusSeconds(90),
                                NOW.plusSeconds(9)));
    }

    @Test
    void steppedOverIdsKeepTheirOwnAgeEach() {
        List<Deferral> two =
                List.of(
                        deferral(11, 15, Reason.STEPPED_OVER),
                        deferral(16, 20, Reason.STEPPED_OVER));
        assertThat(followed().change().defer(two).at(NOW).deferred()).isEqualTo(two);
    }

    @Test
    void beyondTheLimitThoseAreKeptThatSomethingGrowsOf() {
        List<Deferral> many = new ArrayList<>();
        for (int i = 0; i < 2 * Deferral.MAX_PER_SYMBOL; i++) {
            many.add(deferral(100 + 10 * i, 101 + 10 * i, Reason.REST_LAGS));
        }
        Deferral evidence = deferral(9_000, 9_000, Reason.STEPPED_OVER);
        many.add(evidence);
        Checkpoint checkpoint = followed().change().defer(many).at(NOW);
        assertThat(checkpoint.deferred())
                .hasSize(Deferral.MAX_PER_SYMBOL)
                .contains(evidence, many.getFirst())
                .isSortedAccordingTo(Comparator.comparing(Deferral::range));
    }

    private static Checkpoint followed() {
        return Checkpoint.none(SampleTrades.SYMBOL).change().follow(1).at(NOW);
    }

    private static Deferral deferral(long first, long last, Reason reason) {
        return new Deferral(range(first, last), reason, NOW, NOW.plusSeconds(60));
    }

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }
}
