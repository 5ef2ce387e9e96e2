package io.gapless.simulation;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at the stores every second of a story: what is a gap, and when all is well again.
final class Ledger {
    private static final long EVERY = 1_000_000;

    private final World world;
    private final Chronicle chronicle;
    private final List<SymbolLedger> symbols = new ArrayList<>();
    private final Map<Symbol, Long> expected = new TreeMap<>();
    private long open;
    private long openSince;
    private long expectedSince;
    private Duration openFor = Duration.ZERO;
    private Optional<Duration> healed = Optional.empty();

    Ledger(World world, Chronicle chronicle, Map<Symbol, TradeColumns> tapes) {
        this.world = world;
        this.chronicle = chronicle;
        tapes.forEach((symbol, tape) -> symbols.add(new SymbolLedger(symbol, tape)));
    }

    void begin() {
        look();
        world.time().after(EVERY, this::begin);
    }

    /// Something has just changed: what has been traded until now is to be archived.
    void expect() {
        look();
        expectedSince = world.time().now();
        healed = Optional.empty();
        symbols.forEach(each -> expected.put(each.symbol(), each.head()));
    }

    private void look() {
        long now = world.time().now();
        symbols.forEach(each -> each.look(world.witness().newest(each.symbol()), now));
        lookAtGaps(now);
        if (healed.isEmpty() && !expected.isEmpty() && isHealed()) {
            healed = Optional.of(Duration.ofNanos((now - expectedSince) * 1_000));
        }
    }

    private boolean isHealed() {
        return symbols.stream()
                .allMatch(each -> each.isComplete(expected.getOrDefault(each.symbol(), 0L)));
    }

    private void lookAtGaps(long now) {
        long missed = symbols.stream().mapToLong(each -> each.missed().size()).sum();
        if (open == 0 && missed > 0) {
            openSince = now;
            chronicle.tell("gap: " + Numbers.count(missed, "id") + " missing");
        } else if (open > 0 && missed == 0) {
            chronicle.tell("no gap any more");
            openFor = openFor.plusNanos((now - openSince) * 1_000);
        }
        open = missed;
    }

    /// Whether everything traded is archived, and nobody is about to write.
    boolean isSettled() {
        look();
        return symbols.stream().allMatch(SymbolLedger::isSettled);
    }

    /// From the last change until everything traded before it was archived; empty when nothing changed.
    Optional<Duration> healed() {
        if (healed.isEmpty() && !expected.isEmpty()) {
            throw new BrokenPromise("it never healed");
        }
        return healed;
    }

    /// How long there was any gap.
    Duration openFor() {
        return openFor;
    }

    /// Ids that were a gap at some time.
    long everMissed() {
        return symbols.stream().mapToLong(each -> each.everMissed().size()).sum();
    }

    int gaps() {
        return symbols.stream().mapToInt(each -> each.everMissed().rangeCount()).sum();
    }

    /// The longest that a trade took to become durable.
    Duration slowest() {
        return symbols.stream()
                .map(SymbolLedger::slowest)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
