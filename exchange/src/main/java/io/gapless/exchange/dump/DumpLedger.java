package io.gapless.exchange.dump;

import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.exchange.fault.Fault.FlawedDump;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Remembers which files were fetched with what wrong. A flaw that nobody has met proves nothing. Owned by the exchange's one thread.
final class DumpLedger {

    private final Map<DumpFlaw, Set<String>> flawed = new EnumMap<>(DumpFlaw.class);
    private final Set<String> cut = new HashSet<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Set<String> rewritten = new HashSet<>();

    void sent(String file, String version, List<FlawedDump> flaws) {
        flaws.forEach(flaw -> met(flaw.flaw(), file));
        String before = versions.put(file, version);
        if (before != null && !before.equals(version)) {
            rewritten.add(file);
        }
    }

    void late(String file) {
        met(DumpFlaw.LATE, file);
    }

    void cut(String file) {
        cut.add(file);
    }

    DumpStrikes strikes() {
        Map<DumpFlaw, Integer> counts = new EnumMap<>(DumpFlaw.class);
        flawed.forEach((flaw, files) -> counts.put(flaw, files.size()));
        return new DumpStrikes(counts, cut.size(), rewritten.size());
    }

    private void met(DumpFlaw flaw, String file) {
        flawed.computeIfAbsent(flaw, _ -> new HashSet<>()).add(file);
    }
}
