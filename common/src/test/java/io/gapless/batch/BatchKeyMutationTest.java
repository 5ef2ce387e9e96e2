package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Seeds;
import io.gapless.trade.Symbol;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of objects that somebody else put into the bucket.
class BatchKeyMutationTest {
    /// Damaged keys per seed.
    private static final int ROUNDS = 5_000;

    private static final String NAME =
            "20260101T000000.000000Z-20260101T000059.999999Z_0000000003735683259-0000000003735703162.parquet";

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aDamagedKeyIsReadExactlyOrRefused(long seed) {
        Mutations keys =
                Mutations.of(
                        Seeds.random(seed),
                        "trades/symbol=BTCUSDT/date=2026-01-01/" + NAME,
                        "trades/symbol=币安人生USDT@2/date=2026-01-01/" + NAME);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String key = keys.nextText();
            try {
                accepted += check(key) ? 1 : 0;
            } catch (Throwable t) {
                throw new AssertionError("-Dseed=" + seed + ": " + key, t);
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc",
                "%2e%2e",
                "..%2f..",
                "..\\..",
                "a/../b",
                ".",
                "..",
                "/",
                "\u0000",
                "\u202eA",
                "A\u009b31m"
            })
    void aSymbolThatIsAPathIsNoKey(String symbol) {
        if (check("trades/symbol=" + symbol + "/date=2026-01-01/" + NAME)) {
            fail(symbol);
        }
    }

    /// Whether it is a key; then it is written back as it was read, and stays below its folder.
    static boolean check(String text) {
        BatchKey key;
        try {
            key = BatchKey.parse(text);
        } catch (IllegalArgumentException e) {
            Refusals.assertReadable(e.getMessage());
            return false;
        }
        assertThat(key).hasToString(text);
        assertThat(Symbol.of(key.symbol().toString())).isEqualTo(key.symbol());
        assertThat(Path.of("/archive", text).normalize()).hasToString("/archive/" + text);
        return true;
    }
}
