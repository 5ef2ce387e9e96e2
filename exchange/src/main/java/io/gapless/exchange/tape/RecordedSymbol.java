package io.gapless.exchange.tape;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One symbol of a [RecordingTape]. Aggregates are runs of trades with the same price, side and time.
final class RecordedSymbol implements SymbolTape {

    private final String symbol;
    private final List<Recording.Row> rows;
    private final long[] ids;
    private final long[] published;
    private final boolean exactFrames;
    private final long firstAggregate;

    /// The place in `rows` at which each aggregate starts.
    private final int[] aggregateStarts;

    RecordedSymbol(String symbol, List<Recording.Row> rows, long[] published, boolean exactFrames) {
        this.symbol = symbol;
        this.rows = rows;
        this.published = published;
        this.exactFrames = exactFrames;
        ids = rows.stream().mapToLong(row -> row.trade().id()).toArray();
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] <= ids[i - 1]) {
                throw new IllegalArgumentException(
                        "ids of the recorded %s do not ascend: %d after %d"
                                .formatted(symbol, ids[i], ids[i - 1]));
            }
        }
        aggregateStarts = aggregateStarts(rows);
        firstAggregate = ids[0] / 2;
    }

    @Override
    public long firstId() {
        return ids[0];
    }

    @Override
    public long lastIdAt(long micros) {
        int at = upperBound(published, micros);
        return at == 0 ? ids[0] - 1 : ids[at - 1];
    }

    @Override
    public Trade trade(long id) {
        return rows.get(place(id)).trade();
    }

    @Override
    public long aggregateOf(long id) {
        int at = Arrays.binarySearch(aggregateStarts, place(id));
        return firstAggregate + (at >= 0 ? at : -at - 2);
    }

    @Override
    public IdRange tradesOf(long aggregateId) {
        int aggregate = Math.toIntExact(aggregateId - firstAggregate);
        int next =
                aggregate + 1 < aggregateStarts.length
                        ? aggregateStarts[aggregate + 1]
                        : rows.size();
        return new IdRange(ids[aggregateStarts[aggregate]], ids[next - 1]);
    }

    @Override
    public void burst(long micros, int trades, Duration within) {
        throw new UnsupportedOperationException(
                "%s is played from a recording, which has no more trades than were recorded"
                        .formatted(symbol));
    }

    @Override
    public List<IdRange> holes() {
        List<IdRange> holes = new ArrayList<>();
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] > ids[i - 1] + 1) {
                holes.add(new IdRange(ids[i - 1] + 1, ids[i] - 1));
            }
        }
        return holes;
    }

    @Override
    public Optional<byte[]> recordedFrame(long id) {
        return exactFrames
                ? Optional.of(rows.get(place(id)).data().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private int place(long id) {
        int guess = (int) Math.min(id - ids[0], ids.length - 1L);
        int at = guess >= 0 && ids[guess] == id ? guess : Arrays.binarySearch(ids, id);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "the recorded %s has no trade %d".formatted(symbol, id));
        }
        return at;
    }

    private static int[] aggregateStarts(List<Recording.Row> rows) {
        int[] starts = new int[rows.size()];
        int count = 1;
        for (int i = 1; i < starts.length; i++) {
            Trade before = rows.get(i - 1).trade();
            Trade trade = rows.get(i).trade();
            if (before.price() != trade.price()
                    || before.buyerMaker() != trade.buyerMaker()
                    || before.tradeMicros() != trade.tradeMicros()) {
                starts[count++] = i;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    private static int upperBound(long[] ascending, long limit) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
