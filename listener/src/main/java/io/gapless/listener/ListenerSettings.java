package io.gapless.listener;

import io.gapless.listener.ingest.IngestSettings;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Symbol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a listener is to do, wherever its stores and its exchange are.
///
/// @param symbols at least one, no two of the same name at the exchange
/// @param stopTimeout how long it may take to write everything when it is told to stop
/// @param heartbeatFile touched while the loop works
public record ListenerSettings(
        List<Symbol> symbols,
        IngestSettings ingest,
        Claimant claimant,
        Duration stopTimeout,
        Optional<Path> heartbeatFile) {
    /// Below the 120 s after which ECS kills a task.
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(100);

    public static final Duration DEFAULT_CLAIM_LIFE = Duration.ofSeconds(30);

    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(60);

    public static final int DEFAULT_BATCH_TRADES = 50_000;

    public ListenerSettings {
        symbols = List.copyOf(symbols);
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("no symbol to listen to");
        }
        Set<String> names = new HashSet<>();
        for (Symbol symbol : symbols) {
            if (!names.add(symbol.exchangeName())) {
                throw new IllegalArgumentException(
                        "%s is named twice, as two id spaces of one symbol: name the newest only"
                                .formatted(symbol.exchangeName()));
            }
        }
        if (!stopTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "a stop timeout of %s leaves no time to write anything".formatted(stopTimeout));
        }
    }
}
