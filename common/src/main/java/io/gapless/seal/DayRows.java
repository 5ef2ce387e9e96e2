package io.gapless.seal;

import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;

/// What rows of a day add up to.
///
/// @param ids of the rows
/// @param canonical SHA-256 in the form of [CanonicalRows]
/// @param exact SHA-256 over every column, for comparing copies of our own
/// @param open price of the lowest id, number of 1e-8 units
/// @param close price of the highest id
/// @param volume sum of the quantities, number of 1e-8 units: of many trades it does not fit 64 bits
/// @param firstTime earliest trade time, µs
/// @param lastTime latest trade time, µs
public record DayRows(
        Coverage ids,
        Map<Source, Long> sources,
        String canonical,
        String exact,
        long open,
        long high,
        long low,
        long close,
        BigInteger volume,
        long firstTime,
        long lastTime) {
    public DayRows {
        sources = new EnumMap<>(sources);
    }

    public long count() {
        return ids.size();
    }
}
