package io.gapless.local.chaos;

import io.gapless.local.command.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What has really been done to whom. Used by one thread.
final class Toll {
    private static final List<String> KINDS =
            List.of(
                    "SIGKILL",
                    "SIGSTOP",
                    "ended by itself",
                    "restart",
                    "disk full",
                    "misbehaves",
                    "cut",
                    "refused",
                    "delayed",
                    "slowed",
                    "half-open");

    private final Map<String, Map<String, Integer>> byVictim = new LinkedHashMap<>();
    private int kills;

    Toll() {
        for (Writer writer : Writer.values()) {
            byVictim.put(writer.title(), new TreeMap<>());
        }
        for (Server server : Server.values()) {
            byVictim.put(server.title(), new TreeMap<>());
        }
        for (Writer writer : Writer.values()) {
            for (Server server : Server.values()) {
                byVictim.put(writer.title() + " to " + server.title(), new TreeMap<>());
            }
        }
    }

    void count(Blow blow) {
        count(blow.victim(), blow.kind());
        if (blow instanceof Blow.Kill) {
            kills++;
        }
    }

    /// A process has ended and nobody has ended it.
    void endedByItself(Writer writer) {
        count(writer.title(), "ended by itself");
    }

    private void count(String victim, String kind) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("the table has no column for " + kind);
        }
        byVictim.computeIfAbsent(victim, _ -> new TreeMap<>()).merge(kind, 1, Integer::sum);
    }

    /// SIGKILLs.
    int kills() {
        return kills;
    }

    String table() {
        List<String> header = new ArrayList<>();
        header.add("done to");
        header.addAll(KINDS);
        List<List<String>> rows = new ArrayList<>();
        byVictim.forEach((victim, counts) -> {
            List<String> row = new ArrayList<>();
            row.add(victim);
            KINDS.forEach(kind -> row.add(counts.containsKey(kind) ? "" + counts.get(kind) : ""));
            rows.add(row);
        });
        return Tables.of(header, rows);
    }
}
