package io.gapless.listener.start;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.binance.ExchangeInfo;
import io.gapless.binance.LastIds;
import io.gapless.binance.TradeHistory;
import io.gapless.listener.start.ExchangeView.NotAnswered;
import io.gapless.protocol.Pause;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Everything before the first subscription. Used once, by one thread.
///
/// It refuses what cannot work: names that the exchange does not know (a stream would acknowledge them
/// and stay silent for ever), a region that it does not serve, stores that are not there, objects
/// without their checkpoint. Then it writes from which id on each symbol is followed, so that a kill
/// before the first flush leaves a known gap.
///
/// An exchange that does not answer stops only what it would have to tell: a start whose symbols are
/// all followed already goes on without it, because their streams may well work, and trades are lost
/// to the stream while nobody listens.
public final class Startup {
    /// How long the exchange is asked for what it has to tell.
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /// The same when it is not necessary: trades are missed meanwhile.
    static final Duration SHORT_PATIENCE = Duration.ofSeconds(10);

    private final SelectedSymbols selected;
    private final Stores stores;
    private final TradeHistory history;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;

    private final List<String> reasons = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Following following;
    private final Set<Symbol> followed = new LinkedHashSet<>();
    private List<Symbol> configured = List.of();

    public Startup(
            SymbolSelection selection,
            Archive archive,
            Checkpoints checkpoints,
            TradeHistory history,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        selected = new SelectedSymbols(selection);
        this.history = history;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
        stores = new Stores(archive, checkpoints, clock, pause, random);
        following = new Following(stores, clock);
    }

    /// Checks, and then writes.
    ///
    /// @throws CannotStartException naming everything that is known to stand in the way; nothing was
    ///     written then, unless a store failed while it was written to
    public StartReport run() throws InterruptedException {
        Map<Symbol, Checkpoint> stored = stores.checkpoints();
        configure(selected.before(stored.values()));
        // At least one is looked at, to see whether the archive is there.
        refuseLostCheckpoints(
                stored.keySet().containsAll(configured)
                        ? configured.stream().limit(1).toList()
                        : withoutCheckpoint(stored));
        try {
            askExchange(stored);
        } catch (NotAnswered e) {
            goOnWithout(e, stored);
        }
        if (reasons.isEmpty() && followed.isEmpty()) {
            reasons.add("No symbol is left to listen to: " + sentences());
        }
        if (!reasons.isEmpty()) {
            throw new CannotStartException(reasons);
        }
        return new StartReport(following.write(followed, stored, notices), notices);
    }

    private void configure(List<Symbol> symbols) {
        configured = symbols;
        followed.clear();
        followed.addAll(symbols);
    }

    private List<Symbol> withoutCheckpoint(Map<Symbol, Checkpoint> stored) {
        return configured.stream().filter(symbol -> !stored.containsKey(symbol)).toList();
    }

    private void refuseLostCheckpoints(List<Symbol> looked) throws InterruptedException {
        for (Symbol symbol : looked) {
            if (stores.isLost(symbol)) {
                reasons.add(
                        "There are objects of %s and no checkpoint: writing now could double trades. Stop all writers and run `gapless rebuild`."
                                .formatted(symbol));
            }
        }
    }

    private void askExchange(Map<Symbol, Checkpoint> stored)
            throws NotAnswered, InterruptedException {
        Duration patience = areAllFollowed(stored) ? SHORT_PATIENCE : PATIENCE;
        ExchangeView exchange =
                new ExchangeView(history, new Patience(clock, pause, random, patience));
        ExchangeInfo listed = listed(exchange, stored);
        sortOutUnknown(listed, stored);
        Set<Symbol> asked = new LinkedHashSet<>(followed);
        List<Checkpoint> removed =
                stored.values().stream()
                        .filter(checkpoint -> checkpoint.wanted().isFollowed())
                        .filter(checkpoint -> !configured.contains(checkpoint.symbol()))
                        .toList();
        removed.forEach(checkpoint -> asked.add(checkpoint.symbol()));
        if (asked.isEmpty()) {
            return;
        }
        LastIds lastIds = exchange.lastIds(names(asked));
        for (Symbol symbol : List.copyOf(followed)) {
            Checkpoint known = stored.getOrDefault(symbol, Checkpoint.none(symbol));
            follow(known, lastIds, exchange);
        }
        for (Checkpoint checkpoint : removed) {
            end(checkpoint, lastIds, exchange);
        }
    }

    /// What the exchange lists; tells which symbols are meant, where that depends on it.
    private ExchangeInfo listed(ExchangeView exchange, Map<Symbol, Checkpoint> stored)
            throws NotAnswered, InterruptedException {
        if (!selected.dependOnTheExchange()) {
            return exchange.listed(names(configured));
        }
        ExchangeInfo all = exchange.listed(Set.of());
        List<Symbol> meant = selected.after(all, stored.values());
        selected.unusable(all).ifPresent(notices::add);
        Set<Symbol> looked = Set.copyOf(configured);
        configure(meant);
        refuseLostCheckpoints(
                withoutCheckpoint(stored).stream().filter(s -> !looked.contains(s)).toList());
        return all;
    }

    private void sortOutUnknown(ExchangeInfo listed, Map<Symbol, Checkpoint> stored) {
        Set<String> wrong = new TreeSet<>();
        for (Symbol symbol : configured) {
            if (listed.status(symbol.exchangeName()).isPresent()) {
                continue;
            }
            followed.remove(symbol);
            Checkpoint known = stored.get(symbol);
            if (known == null) {
                wrong.add(symbol.exchangeName());
                continue;
            }
            if (known.wanted().isFollowed()) {
                following.end(known, OptionalLong.empty());
            }
            notices.add(
                    Notice.of(
                            Notice.Kind.DELISTED,
                            symbol,
                            "The exchange does not know %s any more: it is not listened to. Take it out of GAPLESS_SYMBOLS."
                                    .formatted(symbol)));
        }
        if (!wrong.isEmpty()) {
            reasons.add(
                    "The exchange knows no such symbol: %s. Check the names (GAPLESS_SYMBOLS, --symbols); they look like BTCUSDT."
                            .formatted(String.join(", ", wrong)));
        }
    }

    private void follow(Checkpoint known, LastIds lastIds, ExchangeView exchange)
            throws NotAnswered, InterruptedException {
        Symbol symbol = known.symbol();
        boolean isFollowed = known.wanted().isFollowed();
        if (isFollowed && lastIds.lastId(symbol.exchangeName()).isEmpty()) {
            // Quiet for a day: asking for its newest trade is not worth the weight.
            return;
        }
        OptionalLong lastId = exchange.lastId(symbol, lastIds);
        if (exchange.hasRestarted(known, lastId)) {
            followed.remove(symbol);
            notices.add(
                    Notice.of(
                            Notice.Kind.ID_SPACE_RESTARTED,
                            symbol,
                            "The exchange counts the trades of %s anew: its last id is %s, and the archive has %d. It is left out; follow it as %s."
                                    .formatted(
                                            symbol,
                                            lastId.isPresent() ? lastId.getAsLong() : "none",
                                            known.lastTaken().orElse(-1),
                                            symbol.nextIdSpace())));
        } else if (!isFollowed) {
            following.begin(known, lastId);
        }
    }

    private void end(Checkpoint known, LastIds lastIds, ExchangeView exchange)
            throws NotAnswered, InterruptedException {
        Symbol symbol = known.symbol();
        boolean hasSuccessor =
                configured.stream()
                        .anyMatch(other -> other.exchangeName().equals(symbol.exchangeName()));
        boolean isUnknown = lastIds.day(symbol.exchangeName()).isEmpty();
        // The ids of a newer id space, or of a symbol that is gone, say nothing about this one.
        OptionalLong lastId =
                hasSuccessor || isUnknown ? OptionalLong.empty() : exchange.lastId(symbol, lastIds);
        long last = following.end(known, lastId);
        notices.add(
                Notice.of(
                        Notice.Kind.ENDED,
                        symbol,
                        "%s is not configured any more: following it has ended with trade %d."
                                .formatted(symbol, last)));
    }

    private void goOnWithout(NotAnswered problem, Map<Symbol, Checkpoint> stored) {
        if (problem.isForGood() || !areAllFollowed(stored)) {
            reasons.add(problem.sentence());
            return;
        }
        notices.add(
                new Notice(
                        Notice.Kind.NOT_CHECKED,
                        Optional.empty(),
                        "Every symbol was followed before, so the listener starts without asking the exchange. "
                                + problem.sentence()));
    }

    private boolean areAllFollowed(Map<Symbol, Checkpoint> stored) {
        return !followed.isEmpty()
                && followed.stream()
                        .map(stored::get)
                        .allMatch(known -> known != null && known.wanted().isFollowed());
    }

    private static Set<String> names(Iterable<Symbol> symbols) {
        Set<String> names = new TreeSet<>();
        symbols.forEach(symbol -> names.add(symbol.exchangeName()));
        return names;
    }

    private String sentences() {
        return String.join(" ", notices.stream().map(Notice::sentence).toList());
    }
}
