package io.gapless.simulation;

import io.gapless.binance.TradeTape;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// What is really traded, written beforehand: bursts within a millisecond, times that step back, ids
/// that are never issued.
final class Market {
    private static final int MOST_IN_A_BURST = 120;
    private static final double CHANCE_OF_A_BURST = 0.005;
    private static final double CHANCE_OF_A_MISSING_ID = 0.003;
    private static final int MOST_MISSING_IDS = 3;
    private static final long STEP_BACK = 3_000;

    /// A symbol with so many trades has ids from 0 on, so that they may start again.
    static final int MANY = 1_500;

    /// Tells of each trade when it happens.
    @FunctionalInterface
    interface Listener {
        void traded(int symbol, Trade trade);
    }

    private record Listed(Symbol symbol, TradeColumns trades, Coverage ids) {}

    private final Timeline time;
    private final TradeTape tape = new TradeTape();
    private final List<Listed> listed = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<Symbol, Integer> numbers = new HashMap<>();
    private Optional<Listener> listener = Optional.empty();

    /// @param counts about how many trades each symbol has
    /// @param from when trading begins, µs
    /// @param until when it ends
    Market(
            Timeline time,
            SplittableRandom random,
            Map<Symbol, Integer> counts,
            long from,
            long until) {
        this.time = time;
        counts.forEach((symbol, count) -> {
            long first = count < MANY ? random.nextLong(1_000_000) : 0;
            list(symbol, write(symbol, random, count, first, from, until));
        });
    }

    /// @param tapes what is traded, as the exchange would tell it
    Market(Timeline time, Map<Symbol, TradeColumns> tapes) {
        this.time = time;
        new TreeMap<>(tapes)
                .forEach((symbol, trades) -> list(symbol, new Listed(symbol, trades, ids(trades))));
    }

    private void list(Symbol symbol, Listed made) {
        numbers.put(symbol, listed.size());
        symbols.add(symbol);
        listed.add(made);
        tape.addAll(symbol.exchangeName(), made.trades().rows());
    }

    private static Coverage ids(TradeColumns trades) {
        List<TradeIdRange> runs = new ArrayList<>();
        int first = 0;
        for (int row = 1; row <= trades.size(); row++) {
            if (row == trades.size() || trades.id(row) != trades.id(row - 1) + 1) {
                runs.add(new TradeIdRange(trades.id(first), trades.id(row - 1)));
                first = row;
            }
        }
        return Coverage.of(runs);
    }

    private static Listed write(
            Symbol symbol,
            SplittableRandom random,
            int count,
            long firstId,
            long from,
            long until) {
        TradeColumns trades = new TradeColumns(count);
        List<TradeIdRange> ids = new ArrayList<>();
        double mean = (double) (until - from) / count;
        long id = firstId;
        long first = id;
        long at = from;
        long price = 100_000_000L * (1 + random.nextInt(50_000));
        int burst = 0;
        while (at < until) {
            if (trades.isEmpty()) {
                // Whatever is followed has been traded before.
                at = from;
            } else if (burst > 0) {
                burst--;
                at += random.nextInt(30);
            } else {
                at += Math.round(-Math.log(1 - random.nextDouble()) * mean);
                burst =
                        random.nextDouble() < CHANCE_OF_A_BURST
                                ? random.nextInt(MOST_IN_A_BURST)
                                : 0;
            }
            if (at >= until) {
                break;
            }
            price = Math.max(1, price + random.nextLong(-1_000_000, 1_000_001));
            trades.add(
                    id,
                    price,
                    1 + random.nextLong(10_000_000_000L),
                    at - (random.nextInt(20) == 0 ? random.nextLong(STEP_BACK) : 0),
                    random.nextBoolean(),
                    true,
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
            id++;
            if (random.nextDouble() < CHANCE_OF_A_MISSING_ID) {
                ids.add(new TradeIdRange(first, id - 1));
                id += 1 + random.nextInt(MOST_MISSING_IDS);
                first = id;
            }
        }
        // The last ids were issued, so that what is missing lies between two that were.
        if (first < id) {
            ids.add(new TradeIdRange(first, id - 1));
        }
        return new Listed(symbol, trades, Coverage.of(ids));
    }

    List<Symbol> symbols() {
        return Collections.unmodifiableList(symbols);
    }

    /// The highest id of a symbol so far, or -1.
    long lastId(Symbol symbol) {
        TradeColumns trades = of(symbol).trades();
        int rows = happened(trades);
        return rows == 0 ? -1 : trades.id(rows - 1);
    }

    /// All that has been traded by now under a name on a date, whatever its id space.
    TradeColumns traded(String exchangeName, LocalDate date) {
        TradeColumns rows = new TradeColumns(1);
        for (Listed each : listed) {
            int happened = happened(each.trades());
            for (int row = 0; row < happened; row++) {
                if (each.symbol().exchangeName().equals(exchangeName)
                        && Trade.epochDay(each.trades().time(row)) == date.toEpochDay()) {
                    rows.addAll(each.trades(), row, row + 1);
                }
            }
        }
        return rows;
    }

    /// Nothing more is traded of a symbol.
    ///
    /// @return what would have been
    TradeColumns end(Symbol symbol) {
        Listed was = of(symbol);
        TradeColumns trades = was.trades();
        int rows = happened(trades);
        TradeColumns before = trades.slice(0, rows);
        listed.set(number(symbol), new Listed(symbol, before, ids(before)));
        tape.wipe(symbol.exchangeName()).addAll(symbol.exchangeName(), before.rows());
        return trades.slice(rows, trades.size());
    }

    /// The exchange counts anew.
    ///
    /// @param symbol under which name the archive has what is traded from now on
    /// @param trades what will be traded, under ids from 0 on
    void restart(Symbol symbol, TradeColumns trades) {
        TradeColumns anew = new TradeColumns(trades.size());
        for (int row = 0; row < trades.size(); row++) {
            anew.add(
                    row,
                    trades.price(row),
                    trades.quantity(row),
                    trades.time(row),
                    trades.buyerIsMaker(row),
                    trades.bestMatch(row),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
        }
        tape.wipe(symbol.exchangeName());
        list(symbol, new Listed(symbol, anew, ids(anew)));
        listener.ifPresent(told -> next(listed.size() - 1, 0, Long.MIN_VALUE, told));
    }

    private int happened(TradeColumns trades) {
        int rows = 0;
        while (rows < trades.size() && trades.time(rows) <= time.now()) {
            rows++;
        }
        return rows;
    }

    TradeTape tape() {
        return tape;
    }

    /// Tells of the trades from now on.
    void begin(Listener listener) {
        this.listener = Optional.of(listener);
        for (int i = 0; i < listed.size(); i++) {
            next(i, 0, Long.MIN_VALUE, listener);
        }
    }

    private void next(int symbol, int row, long latest, Listener listener) {
        TradeColumns trades = listed.get(symbol).trades();
        int i = row;
        long at = latest;
        while (i < trades.size()) {
            at = Math.max(at, trades.time(i));
            if (at >= time.now()) {
                break;
            }
            i++;
        }
        if (i == trades.size()) {
            return;
        }
        int due = i;
        long when = at;
        time.at(
                when,
                () -> {
                    if (due < listed.get(symbol).trades().size()) {
                        listener.traded(symbol, trades.trade(due));
                        next(symbol, due + 1, when, listener);
                    }
                });
    }

    /// Every id that is ever traded.
    Coverage ids(Symbol symbol) {
        return of(symbol).ids();
    }

    long trades() {
        return listed.stream().mapToLong(one -> one.trades().size()).sum();
    }

    /// Whether a trade is one of a symbol: under the same name, the exchange may count another id space.
    boolean isOf(Symbol symbol, Trade trade) {
        TradeColumns trades = of(symbol).trades();
        int row = rowOf(trades, trade.id());
        return row < trades.size()
                && trades.id(row) == trade.id()
                && trades.time(row) == trade.time();
    }

    /// The first row with an id, or with a higher one.
    private static int rowOf(TradeColumns trades, long id) {
        int low = 0;
        int high = trades.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (trades.id(middle) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// What is wrong with a row, if anything.
    Optional<String> contradiction(Symbol symbol, TradeColumns rows, int row) {
        TradeColumns trades = of(symbol).trades();
        long id = rows.id(row);
        int low = rowOf(trades, id);
        if (low == trades.size() || trades.id(low) != id) {
            return Optional.of("trade " + id + " never happened");
        }
        boolean same =
                trades.price(low) == rows.price(row)
                        && trades.quantity(low) == rows.quantity(row)
                        && trades.time(low) == rows.time(row)
                        && trades.buyerIsMaker(low) == rows.buyerIsMaker(row)
                        && trades.bestMatch(low) == rows.bestMatch(row);
        return same
                ? Optional.empty()
                : Optional.of(
                        "%s is stored, and %s was traded"
                                .formatted(rows.trade(row), trades.trade(low)));
    }

    private Listed of(Symbol symbol) {
        return listed.get(number(symbol));
    }

    private int number(Symbol symbol) {
        return Optional.ofNullable(numbers.get(symbol)).orElseThrow();
    }
}
