package io.gapless.simulation;

import io.gapless.binance.TradeTape;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What becomes of symbols while a world goes on: the operator adds and removes them, the exchange
/// delists them, counts their trades anew, and withdraws their history. Each happens once at most.
final class SymbolChanges {
    private static final long MINUTE = 60_000_000;

    /// Ids must have come so far before they start again.
    private static final long LEAST_LAST_ID = 1_000;

    /// For so long nothing is traded before ids start again: nobody wipes an exchange in less.
    private static final long SHORTEST_HALT = 3 * MINUTE;

    private final World world;
    private final Consumer<SymbolSelection> deploy;
    private final Set<Symbol> configured = new TreeSet<>();
    private final Set<World.Change> made = new HashSet<>();
    private final Set<Symbol> withdrawn = new HashSet<>();
    private final List<Runnable> pending = new ArrayList<>();

    /// Names of which the exchange's history tells nothing, or nothing of the symbol that had it.
    private final Set<String> gone = new HashSet<>();

    /// @param deploy is told the old configuration; starts listeners with the one of now, and stops the
    ///     others
    SymbolChanges(World world, Consumer<SymbolSelection> deploy) {
        this.world = world;
        this.deploy = deploy;
        configured.addAll(world.market().symbols());
        configured.remove(World.ADDED.symbol());
        world.notFollowed().add(World.ADDED.symbol());
    }

    /// What listeners are told to follow that start now.
    SymbolSelection selection() {
        return SymbolSelection.of(List.copyOf(configured));
    }

    /// Whether the exchange's history still tells of a symbol.
    boolean isServed(Symbol symbol) {
        return !gone.contains(symbol.exchangeName());
    }

    /// Lets the seed's faults happen, as of every ten seconds.
    void look() {
        if (strikes(World.ADDED)) {
            SymbolSelection old = selection();
            configured.add(World.ADDED.symbol());
            world.notFollowed().remove(World.ADDED.symbol());
            deploy.accept(old);
        }
        if (strikes(World.REMOVED)) {
            SymbolSelection old = selection();
            Symbol removed = World.REMOVED.symbol();
            configured.remove(removed);
            world.witness().removed(removed);
            world.notFollowed().add(World.REMOVED.symbol());
            deploy.accept(old);
        }
        if (strikes(World.DELISTED)) {
            delist(World.DELISTED.symbol());
        }
        if (world.faults().has(Fault.IDS_RESTARTED)
                && world.market().lastId(World.RESTARTED.symbol()) >= LEAST_LAST_ID
                && isArchived(World.RESTARTED.symbol())
                && strikes(World.RESTARTED)) {
            restart(World.RESTARTED.symbol());
        }
        for (Symbol symbol : List.copyOf(world.market().symbols())) {
            withdraw(symbol);
        }
    }

    /// Until anything of a symbol is archived nothing tells one id space from another: of what comes
    /// then the archive has the first, whichever it is.
    private boolean isArchived(Symbol symbol) {
        return !world.witness().newest(symbol).stored().isEmpty();
    }

    /// What was begun is finished.
    void endOfTrouble() {
        List.copyOf(pending).forEach(Runnable::run);
    }

    private boolean strikes(World.Change change) {
        return world.market().symbols().contains(change.symbol())
                && !made.contains(change)
                && world.faults()
                        .strikes(change.fault(), Step.IDLE, () -> change.symbol().toString())
                && made.add(change);
    }

    private void delist(Symbol symbol) {
        world.market().end(symbol);
        tape().status(symbol.exchangeName(), "BREAK");
        world.notFollowed().add(symbol);
        world.time()
                .after(
                        world.faults().micros(10, 1_200),
                        () -> {
                            if (!world.faults().isCalm()) {
                                tape().delist(symbol.exchangeName());
                                forget(symbol);
                                configured.remove(symbol);
                            }
                        });
    }

    private void restart(Symbol symbol) {
        TradeColumns rest = world.market().end(symbol);
        int from = 0;
        while (from < rest.size() && rest.time(from) < world.time().now() + SHORTEST_HALT) {
            from++;
        }
        Symbol anew = symbol.nextIdSpace();
        world.notFollowed().add(symbol);
        world.notFollowed().add(anew);
        world.market().restart(anew, rest.slice(from, rest.size()));
        forget(symbol);
        later(
                world.faults().micros(60, 900),
                () -> {
                    SymbolSelection old = selection();
                    configured.remove(symbol);
                    configured.add(anew);
                    world.notFollowed().remove(anew);
                    deploy.accept(old);
                });
    }

    private void withdraw(Symbol symbol) {
        int older = world.faults().chance().nextInt(200);
        if (!world.faults().has(Fault.HISTORY_WITHDRAWN)) {
            return;
        }
        Optional<TradeIdRange> issued = issuedFrom(symbol, older);
        if (!isServed(symbol)
                || withdrawn.contains(symbol)
                || issued.isEmpty()
                || !world.faults().strikes(Fault.HISTORY_WITHDRAWN, Step.IDLE, symbol::toString)) {
            return;
        }
        withdrawn.add(symbol);
        long border = issued.get().first();
        tape().withdrawBelow(symbol.exchangeName(), border);
        if (border > 0 && world.faults().chance().nextBoolean()) {
            world.loseHistory(symbol, new TradeIdRange(0, border - 1));
        } else {
            later(
                    world.faults().micros(60, 1_200),
                    () -> {
                        if (isServed(symbol)) {
                            tape().withdrawBelow(symbol.exchangeName(), 0);
                        }
                    });
        }
    }

    /// Ids that were traded, from one on that is a little older than the newest.
    private Optional<TradeIdRange> issuedFrom(Symbol symbol, int older) {
        long last = world.market().lastId(symbol);
        if (last < 0) {
            return Optional.empty();
        }
        return world.market()
                .ids(symbol)
                .intersect(Coverage.of(new TradeIdRange(Math.max(0, last - older), last)))
                .span();
    }

    private void forget(Symbol symbol) {
        gone.add(symbol.exchangeName());
        world.loseHistory(symbol, new TradeIdRange(0, Long.MAX_VALUE - 1));
    }

    /// Happens at the end of all trouble, if not before.
    private void later(long micros, Runnable what) {
        Runnable once =
                new Runnable() {
                    private boolean done;

                    @Override
                    public void run() {
                        if (!done) {
                            done = true;
                            what.run();
                        }
                    }
                };
        pending.add(once);
        world.time().after(micros, once);
    }

    private TradeTape tape() {
        return world.market().tape();
    }
}
