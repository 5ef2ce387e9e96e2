package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TradeIdRange IDS = new TradeIdRange(100, 199);
    private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofHours(1));

    @Test
    void whatIsMetForTheFirstTimeIsTriedAgainSoon() {
        Deferral first = deferral(Reason.REST_LAGS, NOW);

        assertThat(first)
                .isEqualTo(
                        new Deferral(
                                IDS, Reason.REST_LAGS, NOW, NOW.plus(RetryPolicy.SHORTEST_RETRY)));
    }

    @Test
    void theLongerItLastsTheLongerItWaitsUpToAnHour() {
        assertThat(wait(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(5));
        assertThat(wait(Duration.ofDays(2))).isEqualTo(RetryPolicy.LONGEST_RETRY);
    }

    @Test
    void whatWasSteppedOverIsLookedAtAgainWhenASecondSightProvesIt() {
        assertThat(deferral(Reason.STEPPED_OVER, NOW).retryAt()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(deferral(Reason.STEPPED_OVER, NOW.minusSeconds(600)).retryAt())
                .isEqualTo(NOW.plusSeconds(3_000));
    }

    @Test
    void anotherReasonBeginsAnew() {
        Deferral other =
                POLICY.deferral(
                        remembering(Reason.REST_LAGS, NOW.minusSeconds(900)),
                        IDS,
                        Reason.WITHDRAWN,
                        NOW);

        assertThat(other.since()).isEqualTo(NOW);
    }

    private static Duration wait(Duration met) {
        return Duration.between(NOW, deferral(Reason.WITHDRAWN, NOW.minus(met)).retryAt());
    }

    private static Deferral deferral(Reason reason, Instant since) {
        return POLICY.deferral(remembering(reason, since), IDS, reason, NOW);
    }

    private static Checkpoint remembering(Reason reason, Instant since) {
        Deferral deferral = new Deferral(new TradeIdRange(50, 250), reason, since, NOW);
        return Checkpoint.none(Symbol.of("BTCUSDT"))
                .change()
                .follow(1)
                .defer(List.of(deferral))
                .at(NOW);
    }
}
