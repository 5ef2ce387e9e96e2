package io.gapless.batch;

import io.gapless.trade.Decimal8;
import java.util.List;

/// Counts of 1e-8 that something once got wrong.
final class DecimalExtremes {
    static final List<Long> UNITS =
            List.of(
                    1L,
                    -1L,
                    0L,
                    46_116_860_414L * Decimal8.ONE,
                    -46_116_860_414L * Decimal8.ONE,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE - 1,
                    Long.MIN_VALUE + 1,
                    127L,
                    128L,
                    255L,
                    256L,
                    -128L,
                    -129L,
                    1L << 32,
                    999_999_999_999_999_999L,
                    1_000_000_000_000_000_000L);

    private DecimalExtremes() {}
}
