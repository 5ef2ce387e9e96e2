package io.gapless.exchange.market;

import io.gapless.exchange.tape.IdRange;
import io.gapless.exchange.tape.SymbolTape;
import io.gapless.exchange.tape.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One symbol as the exchange shows it: its tape under the ids, times and gaps that commands gave it. Not thread-safe, owned by the exchange's one thread.
public final class SymbolMarket {

    /// Who looks at the trades.
    public enum View {
        /// Every trade that happened.
        TRUE,
        /// What REST serves: without withdrawn history and without ids only the stream had.
        SERVED
    }

    /// Binance's symbol status.
    public enum Status {
        TRADING,
        HALT,
        BREAK
    }

    private final String symbol;
    private final SymbolTape tape;
    private final MarketClock clock;
    private final TapeTime time = new TapeTime();
    private final IdRanges neverIssued = new IdRanges();
    private final IdRanges streamOnly = new IdRanges();

    private Status status = Status.TRADING;
    private boolean listed = true;

    /// Tape ids from here on belong to the present id space; `shift` and `aggregateShift` lead from tape ids to public ids.
    private long tapeFloor;

    private long shift;
    private long aggregateShift;
    private long historyFloor;
    private int idSpace = 1;

    SymbolMarket(String symbol, SymbolTape tape, MarketClock clock) {
        this.symbol = symbol;
        this.tape = tape;
        this.clock = clock;
        tapeFloor = tape.firstId();
        historyFloor = tapeFloor;
        tape.holes().forEach(neverIssued::add);
    }

    public String symbol() {
        return symbol;
    }

    public Status status() {
        return status;
    }

    /// Whether the exchange still knows the symbol at all.
    public boolean listed() {
        return listed;
    }

    /// The newest id published, whether issued or not; the oldest id minus one when there is none.
    public long newest() {
        return newestPublished(0);
    }

    /// The newest id published at least `lagMicros` of market time ago.
    public long newestPublished(long lagMicros) {
        long tapeMicros = time.tape(clock.micros()) - lagMicros;
        return Math.max(tapeFloor - 1, tape.lastIdAt(tapeMicros)) - shift;
    }

    /// Counts the id spaces this symbol has had.
    public int idSpace() {
        return idSpace;
    }

    /// The oldest id of this view.
    public long oldest(View view) {
        long first = tapeFloor - shift;
        return view == View.SERVED ? Math.max(first, historyFloor) : first;
    }

    /// Whether such a trade happened, given that its id is published.
    public boolean exists(View view, long id) {
        return id >= oldest(view)
                && !neverIssued.contains(id)
                && (view == View.TRUE || !streamOnly.contains(id));
    }

    /// The first id from `id` on that exists, published or not yet.
    public long next(View view, long id) {
        long next = neverIssued.nextOutside(id);
        while (view == View.SERVED && streamOnly.contains(next)) {
            next = neverIssued.nextOutside(streamOnly.nextOutside(next));
        }
        return next;
    }

    /// The last id up to `id` that exists; it may be older than the oldest.
    public long previous(View view, long id) {
        long previous = neverIssued.lastOutside(id);
        while (view == View.SERVED && streamOnly.contains(previous)) {
            previous = neverIssued.lastOutside(streamOnly.lastOutside(previous));
        }
        return previous;
    }

    /// The trade of an existing id.
    public Trade trade(long id) {
        Trade trade = tape.trade(id + shift);
        return trade.moved(id, time.shown(trade.tradeMicros()) - trade.tradeMicros());
    }

    public long priceOf(long id) {
        return tape.priceOf(id + shift);
    }

    public long quantityOf(long id) {
        return tape.quantityOf(id + shift);
    }

    /// The recorded `data` object of this trade, while it is shown exactly as recorded.
    public Optional<byte[]> recordedFrame(long id) {
        return shift != 0 || time.shifted() ? Optional.empty() : tape.recordedFrame(id);
    }

    /// Up to `limit` trades with ids from `fromId` up to `newest`, ascending. Starts silently at the oldest id there is.
    public List<Trade> page(View view, long fromId, int limit, long newest) {
        List<Trade> rows = new ArrayList<>(limit);
        long id = next(view, Math.max(fromId, oldest(view)));
        while (id <= newest && rows.size() < limit) {
            rows.add(trade(id));
            id = next(view, id + 1);
        }
        return rows;
    }

    /// The `limit` newest trades up to `newest`, ascending.
    public List<Trade> newestPage(View view, int limit, long newest) {
        List<Trade> rows = new ArrayList<>(limit);
        long id = previous(view, newest);
        while (id >= oldest(view) && rows.size() < limit) {
            rows.add(trade(id));
            id = previous(view, id - 1);
        }
        Collections.reverse(rows);
        return rows;
    }

    /// The first id shown with a trade time of `micros` or later, `newest + 1` when there is none.
    public long firstIdTraded(View view, long micros, long newest) {
        long wanted = time.firstTapeShowing(micros);
        long low = oldest(view);
        long high = newest + 1;
        while (low < high) {
            long middle = next(View.TRUE, (low + high) >>> 1);
            if (middle < high && tape.trade(middle + shift).tradeMicros() < wanted) {
                low = middle + 1;
            } else {
                high = (low + high) >>> 1;
            }
        }
        return low;
    }

    /// The aggregate a trade is of.
    public long aggregateOf(long tradeId) {
        return tape.aggregateOf(tradeId + shift) - aggregateShift;
    }

    /// An aggregate as far as its trades are served. Empty when none is, or when it is not wholly published up to `newest`.
    public Optional<Aggregate> aggregate(long aggregateId, long newest) {
        IdRange trades = tape.tradesOf(aggregateId + aggregateShift);
        long first = next(View.SERVED, Math.max(trades.first() - shift, oldest(View.SERVED)));
        long last = trades.last() - shift;
        if (last > newest || first > last) {
            return Optional.empty();
        }
        Trade fill = trade(first);
        long quantity = 0;
        long lastServed = first;
        for (long id = first; id <= last; id = next(View.SERVED, id + 1)) {
            quantity += tape.quantityOf(id + shift);
            lastServed = id;
        }
        return Optional.of(
                new Aggregate(
                        aggregateId,
                        fill.price(),
                        quantity,
                        first,
                        lastServed,
                        fill.tradeMicros(),
                        fill.buyerMaker()));
    }

    /// How many trades happened from one id to the other.
    public long count(long first, long last) {
        List<IdRange> missing = neverIssued.within(first, last);
        return last - first + 1 - missing.stream().mapToLong(IdRange::size).sum();
    }

    public Truth truth() {
        long first = neverIssued.nextOutside(oldest(View.TRUE));
        long last = Math.max(first - 1, neverIssued.lastOutside(newest()));
        List<IdRange> missing = neverIssued.within(first, last);
        return new Truth(
                symbol,
                first,
                last,
                count(first, last),
                missing,
                next(View.SERVED, oldest(View.SERVED)));
    }

    /// From now on these ids were never issued: neither stream nor REST nor truth has them.
    void neverIssue(IdRange ids) {
        neverIssued.add(ids);
    }

    /// From now on only the stream had these ids.
    void hideFromRest(IdRange ids) {
        streamOnly.add(ids);
    }

    /// REST serves nothing below `id` any more.
    void withdrawHistory(long id) {
        historyFloor = Math.max(historyFloor, id);
    }

    /// The next trade is the first of a new id space and has the id `firstId`; nothing of the old one is served any more.
    void restartIds(long firstId) {
        long newestOfTape = newest() + shift;
        boolean traded = newestOfTape >= tapeFloor && newestOfTape >= tape.firstId();
        aggregateShift = traded ? tape.aggregateOf(newestOfTape) + 1 : aggregateShift;
        tapeFloor = newestOfTape + 1;
        shift = tapeFloor - firstId;
        historyFloor = firstId;
        idSpace++;
        neverIssued.clear();
        streamOnly.clear();
        for (IdRange hole : tape.holes()) {
            if (hole.last() >= tapeFloor) {
                neverIssued.add(
                        new IdRange(
                                Math.max(hole.first(), tapeFloor) - shift, hole.last() - shift));
            }
        }
    }

    void burst(int trades, Duration within) {
        tape.burst(time.tape(clock.micros()), trades, within);
    }

    void jump(long micros) {
        time.jump(clock.micros(), micros);
    }

    /// No more trades; what happened stays.
    void stop(Status newStatus) {
        time.stop(clock.micros());
        status = newStatus;
    }

    void remove() {
        time.stop(clock.micros());
        listed = false;
    }

    /// Undoes stops, removal, withdrawn history and hidden ids. What never happened stays so.
    void restore() {
        time.goOn(clock.micros());
        status = Status.TRADING;
        listed = true;
        historyFloor = tapeFloor - shift;
        streamOnly.clear();
    }
}
