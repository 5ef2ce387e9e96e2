package io.gapless.simulation;

import io.gapless.batch.Content;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What came of a scenario, as its golden report tells it.
final class StoryReport {
    /// Among the endings of repairs: how many were begun.
    static final String BEGUN = "begun";

    /// Among the endings of repairs: the time-out of Lambda.
    static final String KILLED = "killed";

    private static final int LABEL = 10;

    private final Scenario scenario;
    private final Chronicle chronicle;
    private final Ledger ledger;
    private final World world;
    private final Map<String, Integer> endings;
    private final double memory;
    private final int sockets;
    private final Map<String, Integer> alarms;
    private final Map<Source, Long> bySource = new EnumMap<>(Source.class);
    private final Map<Symbol, Coverage> withRows = new TreeMap<>();
    private long rows;

    StoryReport(
            Scenario scenario,
            Chronicle chronicle,
            Ledger ledger,
            World world,
            Map<String, Integer> endings,
            double memory,
            int sockets,
            Map<String, Integer> alarms) {
        this.scenario = scenario;
        this.chronicle = chronicle;
        this.ledger = ledger;
        this.world = world;
        this.endings = endings;
        this.memory = memory;
        this.sockets = sockets;
        this.alarms = alarms;
        world.witness().contents().forEach(this::count);
    }

    private void count(Content content) {
        if (!(content instanceof Content.Rows(Symbol symbol, TradeColumns trades))) {
            return;
        }
        List<TradeIdRange> ids = new ArrayList<>();
        for (int row = 0; row < trades.size(); row++) {
            bySource.merge(trades.source(row), 1L, Long::sum);
            ids.add(new TradeIdRange(trades.id(row), trades.id(row)));
        }
        rows += trades.size();
        withRows.merge(symbol, Coverage.of(ids), Coverage::plus);
    }

    /// Trades that are in no object, though they are wanted.
    long missing() {
        long missing = 0;
        for (Symbol symbol : world.market().symbols()) {
            Coverage traded = world.market().ids(symbol);
            long last = traded.span().orElseThrow().last();
            Coverage wanted = world.witness().newest(symbol).wanted().all(last);
            missing +=
                    wanted.intersect(traded)
                            .minus(withRows.getOrDefault(symbol, Coverage.EMPTY))
                            .size();
        }
        return missing;
    }

    /// Rows beyond the first of an id.
    long twice() {
        return rows - withRows.values().stream().mapToLong(Coverage::size).sum();
    }

    /// For the table of all stories.
    String gap() {
        return ledger.gaps() == 0
                ? "none"
                : "%s in %s, open for %s"
                        .formatted(
                                Numbers.count(ledger.everMissed(), "id"),
                                Numbers.count(ledger.gaps(), "range"),
                                Chronicle.length(ledger.openFor()));
    }

    String healed() {
        return ledger.healed().map(Chronicle::length).orElse("-");
    }

    /// Lines of text, the last one ended too.
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(scenario.name());
        lines.add("");
        lines.addAll(chronicle.lines());
        lines.add("");
        add(lines, "gap", gap());
        add(lines, "healed", healed());
        add(lines, "slowest", "%s from a trade to its object".formatted(slowest()));
        add(lines, "trades", sources());
        add(lines, "objects", objects());
        add(lines, "sockets", "%d opened".formatted(sockets));
        add(lines, "repairs", repairs());
        add(lines, "memory", Numbers.bytes(memory) + " held by a listener at most");
        add(lines, "absent", Numbers.count(absent(), "id"));
        add(lines, "missing", Numbers.text(missing()));
        add(lines, "twice", Numbers.text(twice()));
        add(lines, "alarms", alarms.isEmpty() ? "none" : counts(alarms));
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, String label, String value) {
        lines.add(("%-" + LABEL + "s%s").formatted(label, value));
    }

    private String slowest() {
        return Chronicle.length(ledger.slowest());
    }

    private String sources() {
        return bySource.entrySet().stream()
                .map(each -> Numbers.text(each.getValue()) + " " + each.getKey().word())
                .collect(Collectors.joining(", "));
    }

    private String objects() {
        long voids = world.witness().voids();
        return Numbers.text(world.witness().objects())
                + (voids == 0 ? "" : ", of them %d without rows".formatted(voids));
    }

    private String repairs() {
        Map<String, Integer> ended = new TreeMap<>(endings);
        int begun = ended.getOrDefault(BEGUN, 0);
        ended.remove(BEGUN);
        int told = ended.values().stream().mapToInt(Integer::intValue).sum();
        return "%s: %s%s"
                .formatted(
                        Numbers.text(begun),
                        counts(ended),
                        begun > told ? ", failed %d".formatted(begun - told) : "");
    }

    private long absent() {
        return world.witness().all().stream().mapToLong(c -> c.absent().size()).sum();
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + " " + Numbers.text(each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
