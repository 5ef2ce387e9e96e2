package io.gapless.local.chaos;

import io.gapless.trade.Symbol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a chaos run is set up.
///
/// @param time how long blows are dealt
/// @param seed of everything that is chosen at random
/// @param rate trades per second of each symbol
/// @param folder of archive and logs, empty
public record ChaosSettings(
        Duration time, long seed, List<Symbol> symbols, double rate, Path folder) {
    /// Short, so that many claims expire and are taken over.
    static final Duration CLAIM_LIFE = Duration.ofSeconds(10);

    static final Duration FLUSH_INTERVAL = Duration.ofSeconds(3);
    static final Duration STALE_AFTER = Duration.ofSeconds(15);
    static final Duration REPAIR_EVERY = Duration.ofSeconds(5);

    public ChaosSettings {
        symbols = List.copyOf(symbols);
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("chaos without symbols: name one or more");
        }
        if (!time.isPositive()) {
            throw new IllegalArgumentException("chaos takes longer than nothing: " + time);
        }
    }

    List<String> symbolNames() {
        return symbols.stream().map(Symbol::exchangeName).toList();
    }

    ChaosPlan plan() {
        return ChaosPlan.of(seed, time, CLAIM_LIFE, symbolNames());
    }

    Path logs() {
        return folder.resolve("logs");
    }
}
