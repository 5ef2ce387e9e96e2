package io.gapless.local.chaos;

import io.gapless.local.run.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a chaos run has ended.
///
/// @param toll the table of what was done to whom
/// @param kills SIGKILLs
/// @param seen in the checkpoints at the last look
/// @param healed how long it took after the last blow until nothing was missing; empty if it took too long
/// @param complaints everything that a process did wrong
public record ChaosOutcome(
        Proof proof,
        String toll,
        int kills,
        Looks.Seen seen,
        Optional<Duration> healed,
        List<String> complaints) {
    public ChaosOutcome {
        complaints = List.copyOf(complaints);
    }

    /// Whether nothing is missing, twice, or different, and every process behaved.
    public boolean holds() {
        return proof.holds() && healed.isPresent() && complaints.isEmpty();
    }

    /// All of it, for people.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(toll);
        lines.add(proof.table());
        lines.addAll(proof.complaints());
        complaints.forEach(complaint -> lines.add("WRONG  " + complaint));
        lines.add(
                healed.map(time ->
                                "healed %.1f s after the last blow"
                                        .formatted(time.toMillis() / 1e3))
                        .orElse("NOT HEALED in time"));
        lines.add(
                "kills %,d, gaps opened %,d (%,d ids), claims left behind %,d, trades %,d, missing %,d, twice %,d, different %,d"
                        .formatted(
                                kills,
                                seen.gapsOpened(),
                                seen.gapIds(),
                                seen.leftBehind(),
                                proof.trades(),
                                proof.missing(),
                                proof.twice(),
                                proof.different()));
        lines.add(
                holds()
                        ? "PROVED: nothing lost, nothing twice"
                        : "NOT PROVED: see MISSING and WRONG above");
        return lines;
    }
}
