package io.gapless.local.rehearsal;

import io.gapless.exchange.dump.DumpStrikes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// How a rehearsal has ended.
///
/// @param days of history
/// @param symbols traded
/// @param views what the views gave
/// @param planted rows of dumps that contradict what was traded
/// @param reported rows that `history` told to do so
/// @param renewed days with a second certificate, because their dump could be read at last
/// @param certificates that were checked
/// @param kills of the listener
/// @param holes that it left, and that the repair filled
/// @param strikes what was wrong with the dumps that were read
/// @param readInMillis symbol-days whose dump was read with times in ms
/// @param readInMicros symbol-days whose dump was read with times in µs
/// @param peakMemory bytes; empty where the machine does not tell
/// @param complaints everything that is not as it has to be, the first ones
/// @param problems how many there are
public record RehearsalOutcome(
        int days,
        int symbols,
        ViewProof.Result views,
        long planted,
        long reported,
        long renewed,
        long certificates,
        int kills,
        ViewProof.Holes holes,
        DumpStrikes strikes,
        long readInMillis,
        long readInMicros,
        Duration time,
        OptionalLong peakMemory,
        List<String> complaints,
        long problems) {
    private static final double MB = 1e6;

    public RehearsalOutcome {
        complaints = List.copyOf(complaints);
    }

    /// Whether everything is as it has to be.
    public boolean holds() {
        return problems == 0
                && views.trades() > 0
                && views.equals(new ViewProof.Result(views.trades(), 0, 0, 0))
                && planted == reported
                && certificates == (long) days * symbols;
    }

    /// All of it, for people; the last line says it in one.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "dumps by what was wrong with them: "
                        + Arrays.stream(Defect.values())
                                .map(d -> "%s %,d".formatted(d.title(), d.days(strikes)))
                                .collect(Collectors.joining(", ")));
        lines.add(
                "dumps that were read: %,d with times in ms, %,d in µs; certificates renewed: %,d"
                        .formatted(readInMillis, readInMicros, renewed));
        complaints.forEach(complaint -> lines.add("WRONG  " + complaint));
        if (problems > complaints.size()) {
            lines.add("WRONG  and %,d more".formatted(problems - complaints.size()));
        }
        lines.add(sentence());
        return lines;
    }

    /// The last line.
    public String sentence() {
        return "%s: %,d days of %d symbols, %,d trades, missing %,d, twice %,d, different %,d, conflicts planted %,d reported %,d, certificates checked %,d, kills %,d, gaps %,d (%,d ids), time %s%s%s"
                .formatted(
                        holds() ? "REHEARSED" : "NOT REHEARSED",
                        days,
                        symbols,
                        views.trades(),
                        views.missing(),
                        views.twice(),
                        views.different(),
                        planted,
                        reported,
                        certificates,
                        kills,
                        holes.holes(),
                        holes.ids(),
                        "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart()),
                        peakMemory.isPresent()
                                ? ", peak memory %,.0f MB".formatted(peakMemory.getAsLong() / MB)
                                : "",
                        complaints.isEmpty()
                                ? ""
                                : "; %,d problems, the first: %s"
                                        .formatted(problems, complaints.getFirst()));
    }
}
