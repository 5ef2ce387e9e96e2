package io.gapless.exchange.dump;

import io.gapless.exchange.fault.Fault.DumpFlaw;
import java.util.Map;

/// What was wrong with the files that somebody really fetched, counted by symbol and day.
///
/// @param flawed files with each flaw; a late one was asked for before it was there
/// @param cut files of which a transfer ended too early
/// @param rewritten files that were fetched in more than one version
public record DumpStrikes(Map<DumpFlaw, Integer> flawed, int cut, int rewritten) {
    public DumpStrikes {
        flawed = Map.copyOf(flawed);
    }

    /// Files with this flaw.
    public int of(DumpFlaw flaw) {
        return flawed.getOrDefault(flaw, 0);
    }
}
