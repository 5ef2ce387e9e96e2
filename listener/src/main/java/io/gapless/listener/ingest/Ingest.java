package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.listener.feed.FeedColumns;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The ingest core: takes events, returns what is to be done. One thread, no clock, no I/O, no logs.
///
/// Events name symbols by the order in which they were given, which is the feed's.
public final class Ingest {
    private final IngestSettings settings;
    private final IngestCounts counts = new IngestCounts();
    private final List<SymbolIngest> symbols;
    private final Map<Symbol, SymbolIngest> bySymbol = new HashMap<>();
    private long mostHeldBytes;

    /// @param checkpoints one per symbol, in the feed's order
    /// @param random for claim ids and for spreading retries
    public Ingest(List<Checkpoint> checkpoints, IngestSettings settings, RandomGenerator random) {
        this.settings = settings;
        symbols =
                checkpoints.stream()
                        .map(c -> new SymbolIngest(c, settings, random, counts))
                        .toList();
        symbols.forEach(symbol -> bySymbol.put(symbol.symbol(), symbol));
    }

    /// Takes an event.
    ///
    /// @return what to do about it, in this order
    public List<IngestAction> on(IngestEvent event, Instant now) {
        List<IngestAction> actions = new ArrayList<>();
        switch (event) {
            case IngestEvent.TradesReceived(var rows) -> receive(rows, actions);
            case IngestEvent.Tick() -> tick(now, actions);
            case IngestEvent.WriteEnded(var symbol, var outcome) -> {
                of(symbol).onWriteEnded(outcome, now, actions);
                of(symbol).next(now).ifPresent(actions::add);
            }
            case IngestEvent.CheckpointRead(var symbol, var checkpoint) -> {
                of(symbol).onCheckpoint(checkpoint, now, actions);
                of(symbol).next(now).ifPresent(actions::add);
            }
            case IngestEvent.Stop() -> {
                symbols.forEach(SymbolIngest::stop);
                tick(now, actions);
            }
        }
        return actions;
    }

    public IngestCounts counts() {
        return counts;
    }

    /// Whether nothing that was received is left for this process to write.
    public boolean isDrained() {
        return symbols.stream().allMatch(SymbolIngest::isDrained);
    }

    /// How far each symbol is, in the feed's order.
    public List<IngestProgress> progress() {
        return symbols.stream().map(SymbolIngest::progress).toList();
    }

    /// Heap that held trades take, in bytes.
    public long heldBytes() {
        long held = 0;
        for (SymbolIngest symbol : symbols) {
            held += symbol.held().heldBytes();
        }
        return held;
    }

    /// The same, and what of it cannot be given up. After each [IngestEvent.Tick] all of it is within the
    /// limit, or on its way to the stores.
    public HeldMemory heldMemory() {
        long onTheirWay = 0;
        for (SymbolIngest symbol : symbols) {
            onTheirWay += symbol.held().bytesOnTheirWay();
        }
        return new HeldMemory(heldBytes(), onTheirWay);
    }

    /// The most of it since the last call.
    public long takeMostHeldBytes() {
        long most = mostHeldBytes;
        mostHeldBytes = heldBytes();
        return Math.max(most, mostHeldBytes);
    }

    /// How long the oldest trade that is not archived has been held.
    public Duration unarchivedAge(Instant now) {
        long oldest =
                symbols.stream()
                        .mapToLong(symbol -> symbol.held().oldestReceivedAt())
                        .min()
                        .orElse(Long.MAX_VALUE);
        return oldest == Long.MAX_VALUE
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, Trade.micros(now) - oldest) * 1000);
    }

    private void receive(FeedColumns rows, List<IngestAction> actions) {
        TradeColumns trades = rows.trades();
        for (int row = 0; row < trades.size(); row++) {
            symbols.get(rows.symbol(row)).received(trades, row, actions);
        }
    }

    private void tick(Instant now, List<IngestAction> actions) {
        for (SymbolIngest symbol : symbols) {
            symbol.countGaps(now);
            symbol.next(now).ifPresent(actions::add);
        }
        keepWithinMemory(now, actions);
    }

    /// What is held is cut before its time. The last resort is to drop it: that has to come back by
    /// REST, at 4,000 trades a second.
    private void keepWithinMemory(Instant now, List<IngestAction> actions) {
        long held = heldBytes();
        mostHeldBytes = Math.max(mostHeldBytes, held);
        if (held <= settings.memoryLimit()) {
            return;
        }
        symbols.forEach(symbol -> symbol.cutEarly(now));
        while (heldBytes() > settings.memoryLimit()) {
            Optional<SymbolIngest> oldest =
                    symbols.stream()
                            .filter(symbol -> symbol.held().canGiveUp())
                            .min(
                                    Comparator.comparingLong(
                                            symbol -> symbol.held().oldestIdleReceivedAt()));
            if (oldest.isEmpty()) {
                return;
            }
            oldest.get().giveUpOldest(actions);
        }
    }

    private SymbolIngest of(Symbol symbol) {
        SymbolIngest found = bySymbol.get(symbol);
        if (found == null) {
            throw new IllegalArgumentException(symbol + " is not followed here");
        }
        return found;
    }
}
