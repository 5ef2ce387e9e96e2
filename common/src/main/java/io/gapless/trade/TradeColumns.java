package io.gapless.trade;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/// Trades held column by column: [#BYTES_PER_TRADE] bytes each and no object per trade.
///
/// Grows at its end. It says nothing about order or holes; [io.gapless.batch.Batch] does. Not safe
/// for use by several threads at once.
public final class TradeColumns {
    /// Heap held per trade: six 64-bit columns and one byte.
    public static final int BYTES_PER_TRADE = 6 * Long.BYTES + 1;

    private static final int BUYER_IS_MAKER = 1;
    private static final int BEST_MATCH = 2;
    private static final int SOURCE_SHIFT = 2;
    private static final Source[] SOURCES = Source.values();

    private long[] ids;
    private long[] prices;
    private long[] quantities;
    private long[] times;
    private long[] eventTimes;
    private long[] receivedAts;
    private byte[] flags;
    private int size;

    /// @param capacity how many trades fit before it grows, at least 1
    public TradeColumns(int capacity) {
        ids = new long[capacity];
        prices = new long[capacity];
        quantities = new long[capacity];
        times = new long[capacity];
        eventTimes = new long[capacity];
        receivedAts = new long[capacity];
        flags = new byte[capacity];
    }

    public static TradeColumns of(List<Trade> trades) {
        TradeColumns columns = new TradeColumns(Math.max(1, trades.size()));
        trades.forEach(columns::add);
        return columns;
    }

    public void add(Trade t) {
        add(
                t.id(),
                t.price(),
                t.quantity(),
                t.time(),
                t.buyerIsMaker(),
                t.bestMatch(),
                t.eventTime(),
                t.receivedAt(),
                t.source());
    }

    /// Appends a trade; the meaning and unit of each value is that of [Trade].
    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    public void add(
            long id,
            long price,
            long quantity,
            long time,
            boolean buyerIsMaker,
            boolean bestMatch,
            long eventTime,
            long receivedAt,
            Source source) {
        ensureRoom(1);
        ids[size] = id;
        prices[size] = price;
        quantities[size] = quantity;
        times[size] = time;
        eventTimes[size] = eventTime;
        receivedAts[size] = receivedAt;
        flags[size] =
                (byte)
                        ((buyerIsMaker ? BUYER_IS_MAKER : 0)
                                | (bestMatch ? BEST_MATCH : 0)
                                | source.ordinal() << SOURCE_SHIFT);
        size++;
    }

    /// Appends rows `from` (included) to `to` (excluded) of another.
    public void addAll(TradeColumns other, int from, int to) {
        int count = to - from;
        ensureRoom(count);
        System.arraycopy(other.ids, from, ids, size, count);
        System.arraycopy(other.prices, from, prices, size, count);
        System.arraycopy(other.quantities, from, quantities, size, count);
        System.arraycopy(other.times, from, times, size, count);
        System.arraycopy(other.eventTimes, from, eventTimes, size, count);
        System.arraycopy(other.receivedAts, from, receivedAts, size, count);
        System.arraycopy(other.flags, from, flags, size, count);
        size += count;
    }

    /// A copy of rows `from` (included) to `to` (excluded).
    public TradeColumns slice(int from, int to) {
        TradeColumns copy = new TradeColumns(Math.max(1, to - from));
        copy.addAll(this, from, to);
        return copy;
    }

    /// Forgets all rows and keeps the memory.
    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Heap that the columns take, used or not, in bytes.
    public long heldBytes() {
        return (long) ids.length * BYTES_PER_TRADE;
    }

    public long id(int row) {
        return ids[row];
    }

    public long price(int row) {
        return prices[row];
    }

    public long quantity(int row) {
        return quantities[row];
    }

    public long time(int row) {
        return times[row];
    }

    public long eventTime(int row) {
        return eventTimes[row];
    }

    public long receivedAt(int row) {
        return receivedAts[row];
    }

    public boolean buyerIsMaker(int row) {
        return (flags[row] & BUYER_IS_MAKER) != 0;
    }

    public boolean bestMatch(int row) {
        return (flags[row] & BEST_MATCH) != 0;
    }

    public Source source(int row) {
        return SOURCES[flags[row] >> SOURCE_SHIFT];
    }

    /// Copies the column into the beginning of an array.
    public void copyIds(long[] into) {
        System.arraycopy(ids, 0, into, 0, size);
    }

    /// As [#copyIds].
    public void copyPrices(long[] into) {
        System.arraycopy(prices, 0, into, 0, size);
    }

    /// As [#copyIds].
    public void copyQuantities(long[] into) {
        System.arraycopy(quantities, 0, into, 0, size);
    }

    /// As [#copyIds].
    public void copyTimes(long[] into) {
        System.arraycopy(times, 0, into, 0, size);
    }

    /// As [#copyIds].
    public void copyEventTimes(long[] into) {
        System.arraycopy(eventTimes, 0, into, 0, size);
    }

    /// As [#copyIds].
    public void copyReceivedAts(long[] into) {
        System.arraycopy(receivedAts, 0, into, 0, size);
    }

    public Trade trade(int row) {
        return new Trade(
                id(row),
                price(row),
                quantity(row),
                time(row),
                buyerIsMaker(row),
                bestMatch(row),
                eventTime(row),
                receivedAt(row),
                source(row));
    }

    /// The rows as trades, made as they are asked for.
    public List<Trade> rows() {
        return new AbstractList<>() {
            @Override
            public Trade get(int row) {
                return trade(java.util.Objects.checkIndex(row, size));
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private void ensureRoom(int more) {
        int needed = Math.addExact(size, more);
        if (needed <= ids.length) {
            return;
        }
        int capacity = Math.max(needed, Math.addExact(ids.length, ids.length >> 1));
        ids = Arrays.copyOf(ids, capacity);
        prices = Arrays.copyOf(prices, capacity);
        quantities = Arrays.copyOf(quantities, capacity);
        times = Arrays.copyOf(times, capacity);
        eventTimes = Arrays.copyOf(eventTimes, capacity);
        receivedAts = Arrays.copyOf(receivedAts, capacity);
        flags = Arrays.copyOf(flags, capacity);
    }
}
