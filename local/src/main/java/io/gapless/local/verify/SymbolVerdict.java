package io.gapless.local.verify;

import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What verification says of one symbol.
///
/// @param range lowest to highest id in the archive
/// @param trades rows, each counted as often as it is there
/// @param objects objects with rows
/// @param voids objects without rows
/// @param bytes of all objects with rows
/// @param rowsBySource how many rows came from where
/// @param twice ids that are in more than one object
/// @param missing wanted ids, and ids between the lowest and the highest, that are nowhere and that
///     nobody is writing
/// @param pending ids under a claim whose object is not there yet
/// @param absent ids recorded as never having existed
/// @param problems everything else that is wrong, one sentence each
public record SymbolVerdict(
        Symbol symbol,
        Optional<TradeIdRange> range,
        long trades,
        long objects,
        long voids,
        long bytes,
        Map<Source, Long> rowsBySource,
        Coverage twice,
        Coverage missing,
        Coverage pending,
        Coverage absent,
        List<String> problems) {
    public SymbolVerdict {
        rowsBySource = Map.copyOf(rowsBySource);
        problems = List.copyOf(problems);
    }

    /// Whether nothing is missing, nothing is there twice, and nothing else is wrong.
    public boolean isSound() {
        return twice.isEmpty() && missing.isEmpty() && problems.isEmpty();
    }

    public long rows(Source source) {
        return rowsBySource.getOrDefault(source, 0L);
    }
}
