package io.gapless.seal;

import io.gapless.batch.TradeStream;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Adds rows up, which come in ascending order of their ids. Used by one thread, once.
final class RowSums {
    private static final int ROW_BYTES = 6 * Long.BYTES + 3;
    private static final int ROWS_AT_ONCE = 1_024;

    private final CanonicalRows canonical = new CanonicalRows();
    private final MessageDigest exact = Digests.sha256();
    private final ByteBuffer columns = ByteBuffer.allocate(ROWS_AT_ONCE * ROW_BYTES);
    private final List<TradeIdRange> finished = new ArrayList<>();
    private final Map<Source, Long> sources = new EnumMap<>(Source.class);
    private long first = -1;
    private long last = -1;
    private long open;
    private long high = Long.MIN_VALUE;
    private long low = Long.MAX_VALUE;
    private long close;
    private BigInteger volume = BigInteger.ZERO;
    private long volumeSince;
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;

    /// Everything that a stream has.
    static DayRows of(TradeStream rows) {
        RowSums sums = new RowSums();
        for (Optional<TradeColumns> next = rows.next(); next.isPresent(); next = rows.next()) {
            sums.add(next.get());
        }
        return sums.finish();
    }

    /// @throws IllegalArgumentException when an id is not above the one before
    void add(TradeColumns trades) {
        canonical.add(trades);
        for (int row = 0; row < trades.size(); row++) {
            follow(trades.id(row));
            long price = trades.price(row);
            open = first == last && finished.isEmpty() ? price : open;
            close = price;
            high = Math.max(high, price);
            low = Math.min(low, price);
            addVolume(trades.quantity(row));
            firstTime = Math.min(firstTime, trades.time(row));
            lastTime = Math.max(lastTime, trades.time(row));
            sources.merge(trades.source(row), 1L, Long::sum);
            put(trades, row);
        }
    }

    /// @throws IllegalStateException when there were no rows
    DayRows finish() {
        if (first < 0) {
            throw new IllegalStateException("no rows");
        }
        finished.add(new TradeIdRange(first, last));
        flush();
        return new DayRows(
                Coverage.of(finished),
                sources,
                canonical.finish(),
                HexFormat.of().formatHex(exact.digest()),
                open,
                high,
                low,
                close,
                volume.add(BigInteger.valueOf(volumeSince)),
                firstTime,
                lastTime);
    }

    private void follow(long id) {
        if (id <= last) {
            throw new IllegalArgumentException("trade %d behind %d".formatted(id, last));
        }
        if (id != last + 1 || first < 0) {
            if (first >= 0) {
                finished.add(new TradeIdRange(first, last));
            }
            first = id;
        }
        last = id;
    }

    private void addVolume(long quantity) {
        long sum = volumeSince + quantity;
        if (((volumeSince ^ sum) & (quantity ^ sum)) < 0) {
            volume = volume.add(BigInteger.valueOf(volumeSince));
            sum = quantity;
        }
        volumeSince = sum;
    }

    private void put(TradeColumns trades, int row) {
        if (columns.remaining() < ROW_BYTES) {
            flush();
        }
        columns.putLong(trades.id(row))
                .putLong(trades.price(row))
                .putLong(trades.quantity(row))
                .putLong(trades.time(row))
                .putLong(trades.eventTime(row))
                .putLong(trades.receivedAt(row))
                .put((byte) (trades.buyerIsMaker(row) ? 1 : 0))
                .put((byte) (trades.bestMatch(row) ? 1 : 0))
                .put((byte) trades.source(row).word().charAt(0));
    }

    private void flush() {
        exact.update(columns.flip());
        columns.clear();
    }
}
