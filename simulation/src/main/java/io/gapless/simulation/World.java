package io.gapless.simulation;

import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A seed's world: its time, market, stores, faults and network.
final class World {
    /// History before anybody listens.
    static final Duration BEFORE = Duration.ofMinutes(30);

    /// Trading under faults.
    static final Duration TROUBLE = Duration.ofHours(1);

    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-15T23:25:00Z");

    static final Change ADDED = new Change(Fault.SYMBOL_ADDED, Symbol.of("ADDEDUSDT"));
    static final Change REMOVED = new Change(Fault.SYMBOL_REMOVED, Symbol.of("REMOVEDUSDT"));
    static final Change DELISTED = new Change(Fault.SYMBOL_DELISTED, Symbol.of("OLDUSDT"));
    static final Change RESTARTED = new Change(Fault.IDS_RESTARTED, Symbol.of("BTCUSDT"));

    /// Of so many worlds that see midnight one has no dumps.
    private static final int WORLDS_WITHOUT_DUMPS = 4;

    private static final long SHORTEST_LATENCY = 2_000;
    private static final long LONGEST_LATENCY = 80_000;

    private final Sabotage sabotage;
    private final Watcher watcher;
    private final Pace pace;
    private final Timeline time;
    private final Story story;
    private final Market market;
    private final Witness witness;
    private final Faults faults;
    private final Weather weather;
    private final SplittableRandom network;
    private final SplittableRandom choices;
    private final Duration lifetimeOfConnections;
    private final long troubleEnds;
    private final Optional<DumpHost> dumps;
    private final Map<Symbol, Coverage> unobtainable = new TreeMap<>();
    private final Set<Symbol> notFollowed = new TreeSet<>();

    World(long seed, boolean told, Sabotage sabotage) {
        this.sabotage = sabotage;
        watcher = Watcher.NOBODY;
        pace = Pace.BRISK;
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom tape = random.split();
        network = random.split();
        choices = random.split();
        SplittableRandom trouble = random.split();
        // Half of the worlds see midnight.
        Instant start =
                (choices.nextBoolean() ? NOON : LATE).plusMillis(choices.nextInt(1_200_000));
        time = new Timeline(start);
        story = new Story(time, told);
        faults = new Faults(trouble, story, sabotage.needs());
        weather = new Weather(time);
        troubleEnds = time.now() + TROUBLE.toNanos() / 1_000;
        Map<Symbol, Integer> counts = new TreeMap<>();
        counts.put(
                Symbol.of("BTCUSDT"),
                faults.has(Fault.IDS_RESTARTED) ? 2_000 : 650 + choices.nextInt(350));
        counts.put(Symbol.of("ETHUSDT"), 450 + choices.nextInt(150));
        if (choices.nextBoolean()) {
            counts.put(Symbol.of("QUIETUSDT"), 1 + choices.nextInt(20));
        }
        for (Symbol symbol : changing(faults)) {
            counts.put(symbol, 50 + choices.nextInt(150));
        }
        market = new Market(time, tape, counts, time.now() - BEFORE.toNanos() / 1_000, troubleEnds);
        witness = new Witness(time, market, story);
        lifetimeOfConnections =
                Duration.ofMinutes(choices.nextBoolean() ? 5 + choices.nextInt(40) : 23 * 60);
        dumps =
                start.isAfter(LATE) && choices.nextInt(WORLDS_WITHOUT_DUMPS) > 0
                        ? Optional.of(new DumpHost(this))
                        : Optional.empty();
    }

    /// Symbols that are there for something that happens to them.
    private static List<Symbol> changing(Faults faults) {
        return Stream.of(ADDED, REMOVED, DELISTED)
                .filter(each -> faults.has(each.fault()))
                .map(Change::symbol)
                .toList();
    }

    /// A symbol with which something happens.
    record Change(Fault fault, Symbol symbol) {}

    /// A world that somebody has thought out.
    ///
    /// @param trading until when there are trades, µs
    World(
            Timeline time,
            Market market,
            Faults faults,
            Watcher watcher,
            Sabotage sabotage,
            Duration lifetimeOfConnections,
            long trading) {
        this.sabotage = sabotage;
        this.watcher = watcher;
        pace = Pace.CLOSE;
        this.time = time;
        this.market = market;
        this.faults = faults;
        this.lifetimeOfConnections = lifetimeOfConnections;
        dumps = Optional.empty();
        story = new Story(time, false);
        weather = new Weather(time);
        witness = new Witness(time, market, story);
        troubleEnds = trading;
        SplittableRandom random = new SplittableRandom(market.trades());
        network = random.split();
        choices = random.split();
    }

    Sabotage sabotage() {
        return sabotage;
    }

    Watcher watcher() {
        return watcher;
    }

    Pace pace() {
        return pace;
    }

    Timeline time() {
        return time;
    }

    Story story() {
        return story;
    }

    Market market() {
        return market;
    }

    Witness witness() {
        return witness;
    }

    Faults faults() {
        return faults;
    }

    Weather weather() {
        return weather;
    }

    /// Where days are published that are over; where there is none, REST alone tells of the past.
    Optional<DumpHost> dumps() {
        return dumps;
    }

    /// For whatever differs between worlds and is no fault.
    SplittableRandom choices() {
        return choices;
    }

    Duration lifetimeOfConnections() {
        return lifetimeOfConnections;
    }

    /// Ids of which history is no source any more: what of them is missing stays a gap.
    Coverage unobtainable(Symbol symbol) {
        return unobtainable.getOrDefault(symbol, Coverage.EMPTY);
    }

    void loseHistory(Symbol symbol, TradeIdRange ids) {
        unobtainable.merge(symbol, Coverage.of(ids), Coverage::plus);
    }

    /// Symbols that need not be followed now.
    Set<Symbol> notFollowed() {
        return notFollowed;
    }

    /// When trading and faults end, µs.
    long troubleEnds() {
        return troubleEnds;
    }

    /// Lets history lag behind for some µs.
    void lag(Duration behind, long micros) {
        market.tape().lag(behind);
        time.after(micros, () -> market.tape().lag(Duration.ZERO));
    }

    /// How long something is under way, µs.
    long latency() {
        return network.nextLong(SHORTEST_LATENCY, LONGEST_LATENCY);
    }
}
