package io.gapless.local.rehearsal;

import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.seal.DumpComparison.Verdict;
import io.gapless.trade.Symbol;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/// What is wrong with the dump of one symbol and day.
///
/// @param first flaws of the file that is published first, and how many rows they concern
/// @param later flaws of the file that it is rewritten to, once everything is archived
/// @param cutAfter bytes after which the first transfers end, 0 if they do not
record PlannedDay(
        Symbol symbol,
        LocalDate date,
        Map<DumpFlaw, Integer> first,
        Map<DumpFlaw, Integer> later,
        int cutAfter) {
    PlannedDay {
        first = inOrder(first);
        later = inOrder(later);
    }

    /// Rows are taken away before others are doubled and shuffled.
    private static Map<DumpFlaw, Integer> inOrder(Map<DumpFlaw, Integer> flaws) {
        Map<DumpFlaw, Integer> copy = new EnumMap<>(DumpFlaw.class);
        copy.putAll(flaws);
        return copy;
    }

    /// Rows of the later file that contradict what was traded.
    int conflicts() {
        return later.getOrDefault(DumpFlaw.CONFLICT, 0);
    }

    /// What a certificate has to say of the dump.
    ///
    /// @param early whether the day was sealed before the dump was rewritten: a comparison that could be made then stays
    Verdict verdict(boolean early) {
        return early && isFinal(verdict(first)) ? verdict(first) : verdict(later);
    }

    /// What it had to say before the dump was rewritten.
    Verdict firstVerdict() {
        return verdict(first);
    }

    private static boolean isFinal(Verdict verdict) {
        return verdict != Verdict.LATE && verdict != Verdict.BROKEN;
    }

    private static Verdict verdict(Map<DumpFlaw, Integer> flaws) {
        if (flaws.containsKey(DumpFlaw.LATE)) {
            return Verdict.LATE;
        }
        if (flaws.containsKey(DumpFlaw.WRONG_CHECKSUM)) {
            return Verdict.BROKEN;
        }
        if (flaws.containsKey(DumpFlaw.CONFLICT)) {
            return Verdict.CONFLICT;
        }
        return flaws.containsKey(DumpFlaw.SHORT) || flaws.containsKey(DumpFlaw.HOLE)
                ? Verdict.SHORT
                : Verdict.MATCH;
    }
}
