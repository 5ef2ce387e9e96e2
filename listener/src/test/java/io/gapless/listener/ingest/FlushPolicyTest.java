package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Claim;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FlushPolicyTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final FlushPolicy policy = new FlushPolicy(MINUTE, 1_000);

    @Test
    void whoeverStandsByWaitsHalfAnIntervalLongerAndHoldsHalfABatchMore() {
        assertThat(policy.patience(false)).isEqualTo(60_000_000);
        assertThat(policy.patience(true)).isEqualTo(90_000_000);
        assertThat(policy.room(false)).isEqualTo(1_000);
        assertThat(policy.room(true)).isEqualTo(1_500);
    }

    @Test
    void theFirstFlushesOfManySymbolsAreSpreadOverThreeQuartersOfTheInterval() {
        TreeSet<Long> first = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            first.add(policy.firstPatience(Symbol.of("COIN" + i + "USDT")));
        }

        assertThat(first.first()).isBetween(15_000_000L, 20_000_000L);
        assertThat(first.last()).isBetween(55_000_000L, 60_000_000L);
        assertThat(first).hasSizeGreaterThan(150);
    }

    @Test
    void aSymbolIsAlwaysFirstFlushedAfterTheSameTime() {
        Symbol symbol = Symbol.of("BTCUSDT");

        assertThat(policy.firstPatience(symbol))
                .isEqualTo(new FlushPolicy(MINUTE, 5).firstPatience(symbol));
    }

    @Test
    void intervalsAndBatchesBeyondTheirLimitsAreRefused() {
        assertThatThrownBy(() -> new FlushPolicy(Duration.ofMillis(999), 1))
                .hasMessageContaining("PT0.999S");
        assertThatThrownBy(() -> new FlushPolicy(Duration.ofHours(1).plusMillis(1), 1))
                .hasMessageContaining("between 1 s and 1 h");
        assertThatThrownBy(() -> new FlushPolicy(MINUTE, 0)).hasMessageContaining("1 to 50000");
        assertThatThrownBy(() -> new FlushPolicy(MINUTE, Claim.MAX_TRADES + 1))
                .hasMessageContaining("50001");
    }
}
