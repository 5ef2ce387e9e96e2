package io.gapless.exchange.tape;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/// A tape that is a deterministic function of seed, symbol and time. Any page of any age costs as much as the page is long, so millions of
/// trades of history and 1,500 symbols are cheap.
///
/// @param rates mean trades per second by symbol; a few per hour (`0.003`) make a quiet symbol
/// @param seed the same seed gives the same trades
/// @param burstiness share of the trades that come in bursts, 0 to 1
/// @param history how many trades existed before the anchor, oldest first served by REST
/// @param firstLiveId the id of the first trade after the anchor
/// @param anchor when `firstLiveId` is next to be traded; empty is the start of the exchange. An exchange that is started again and shall go on
///     in the id space of an earlier run is given the start of that run.
public record SeededTape(
        Map<String, Double> rates,
        long seed,
        double burstiness,
        long history,
        long firstLiveId,
        Optional<Instant> anchor)
        implements Tape {

    /// The order of BTCUSDT's ids in 2026; divisible by 64, so that no aggregate crosses the anchor.
    public static final long FIRST_LIVE_ID = 6_100_000_000L;

    public static final double DEFAULT_RATE = 20;
    public static final double DEFAULT_BURSTINESS = 0.3;
    public static final long DEFAULT_HISTORY = 100_000;

    /// More trades a second than this on one symbol would need blocks too small to be drawn well.
    public static final double HIGHEST_RATE = 20_000;

    public SeededTape {
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("a seeded tape needs at least one symbol");
        }
        rates.forEach((symbol, rate) -> {
            if (!(rate > 0 && rate <= HIGHEST_RATE)) {
                throw new IllegalArgumentException(
                        "trades per second of %s must be above 0 and at most %s: %s"
                                .formatted(symbol, HIGHEST_RATE, rate));
            }
        });
        if (!(burstiness >= 0 && burstiness <= 1)) {
            throw new IllegalArgumentException("burstiness must be 0 to 1: " + burstiness);
        }
        if (history < 0 || firstLiveId < history) {
            throw new IllegalArgumentException(
                    "history must be 0 to firstLiveId (%d): %d".formatted(firstLiveId, history));
        }
        rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
    }

    /// Symbols of [#DEFAULT_RATE] trades a second each.
    public static SeededTape of(String... symbols) {
        return of(List.of(symbols), DEFAULT_RATE);
    }

    /// Symbols with the same mean rate of trades a second each.
    public static SeededTape of(Collection<String> symbols, double rate) {
        Map<String, Double> rates = new LinkedHashMap<>();
        symbols.forEach(symbol -> rates.put(symbol, rate));
        return new SeededTape(
                rates, 1, DEFAULT_BURSTINESS, DEFAULT_HISTORY, FIRST_LIVE_ID, Optional.empty());
    }

    /// So many made-up symbols, `GAP0001USDT` and on, for load.
    public static SeededTape many(int symbols, double rate) {
        return of(
                IntStream.rangeClosed(1, symbols)
                        .mapToObj(n -> "GAP%04dUSDT".formatted(n))
                        .toList(),
                rate);
    }

    /// With these symbols too (or their rate changed).
    public SeededTape plus(Collection<String> symbols, double rate) {
        Map<String, Double> more = new LinkedHashMap<>(rates);
        symbols.forEach(symbol -> more.put(symbol, rate));
        return new SeededTape(more, seed, burstiness, history, firstLiveId, anchor);
    }

    public SeededTape withSeed(long newSeed) {
        return new SeededTape(rates, newSeed, burstiness, history, firstLiveId, anchor);
    }

    public SeededTape withBurstiness(double newBurstiness) {
        return new SeededTape(rates, seed, newBurstiness, history, firstLiveId, anchor);
    }

    public SeededTape withHistory(long newHistory) {
        return new SeededTape(rates, seed, burstiness, newHistory, firstLiveId, anchor);
    }

    public SeededTape withFirstLiveId(long newFirstLiveId) {
        return new SeededTape(rates, seed, burstiness, history, newFirstLiveId, anchor);
    }

    public SeededTape withAnchor(Instant newAnchor) {
        return new SeededTape(
                rates, seed, burstiness, history, firstLiveId, Optional.of(newAnchor));
    }

    @Override
    public Set<String> symbols() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(rates.keySet()));
    }

    @Override
    public OptionalLong naturalStartMicros() {
        return OptionalLong.empty();
    }

    @Override
    public SymbolTape begin(String symbol, long startMicros) {
        Double rate = rates.get(symbol);
        if (rate == null) {
            throw new IllegalArgumentException("the tape has no symbol " + symbol);
        }
        long symbolSeed = Draws.hash(seed, symbol);
        long anchorMicros =
                anchor.map(at -> at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000)
                        .orElse(startMicros);
        return new SeededSymbol(
                symbolSeed,
                new BlockTimes(symbolSeed, rate, burstiness),
                PriceWalk.of(symbolSeed, Assets.of(symbol), seed),
                new SeededSymbol.IdAnchor(firstLiveId, anchorMicros),
                history);
    }
}
