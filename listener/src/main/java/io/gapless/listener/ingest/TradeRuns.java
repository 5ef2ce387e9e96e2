package io.gapless.listener.ingest;

import io.gapless.trade.Coverage;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The trades of one symbol that are held and not yet cut into batches: runs of consecutive ids in
/// ascending order, with holes between them.
///
/// The next id in order and a double of what the last run holds cost a comparison; anything else a
/// search among the runs. Not safe for use by several threads at once.
final class TradeRuns {
    /// Rows that a new run has room for.
    private static final int INITIAL_ROWS = 64;

    private final List<TradeColumns> runs = new ArrayList<>();
    private long heldBytes;
    private long rows;

    /// Takes a row over unless its id is held already.
    ///
    /// @return whether it was taken
    boolean add(TradeColumns from, int row) {
        long id = from.id(row);
        if (!runs.isEmpty()) {
            TradeColumns last = runs.getLast();
            if (id == lastId(last) + 1) {
                append(last, from, row);
                return true;
            }
            if (id >= last.id(0) && id <= lastId(last)) {
                return false;
            }
        }
        return insert(from, row, id);
    }

    private boolean insert(TradeColumns from, int row, long id) {
        int next = firstRunAfter(id);
        if (next > 0) {
            TradeColumns before = runs.get(next - 1);
            if (id <= lastId(before)) {
                return false;
            }
            if (id == lastId(before) + 1) {
                append(before, from, row);
                joinWithNext(next - 1);
                return true;
            }
        }
        TradeColumns run = new TradeColumns(INITIAL_ROWS);
        heldBytes += run.heldBytes();
        append(run, from, row);
        runs.add(next, run);
        joinWithNext(next);
        return true;
    }

    /// The runs, ascending by id. What is returned is a view.
    List<TradeColumns> runs() {
        return runs;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /// Trades held.
    long rows() {
        return rows;
    }

    /// Heap held, in bytes.
    long heldBytes() {
        return heldBytes;
    }

    /// When the trade was received that has waited longest at the front of a run, µs;
    /// [Long#MAX_VALUE] when nothing is held.
    long oldestReceivedAt() {
        long oldest = Long.MAX_VALUE;
        for (TradeColumns run : runs) {
            oldest = Math.min(oldest, run.receivedAt(0));
        }
        return oldest;
    }

    /// Which ids are held.
    Coverage ids() {
        return Coverage.of(runs.stream().map(TradeRuns::range).toList());
    }

    /// Forgets the run with the lowest ids.
    ///
    /// @return its ids; empty when nothing is held
    Optional<TradeIdRange> removeFirst() {
        Optional<TradeIdRange> first = runs.stream().findFirst().map(TradeRuns::range);
        first.map(Coverage::of).ifPresent(this::take);
        return first;
    }

    /// Forgets every held trade whose id is in `ids`.
    ///
    /// @return how many there were
    long remove(Coverage ids) {
        return take(ids.intersect(ids())).stream().mapToLong(TradeColumns::size).sum();
    }

    /// Takes out the trades with these ids, one columns object per range of consecutive ids.
    ///
    /// @param ids a subset of [#ids]
    List<TradeColumns> take(Coverage ids) {
        List<TradeColumns> taken = new ArrayList<>();
        for (TradeIdRange wanted : ids.ranges()) {
            int index = firstRunAfter(wanted.first()) - 1;
            TradeColumns run = runs.remove(index);
            heldBytes -= run.heldBytes();
            rows -= wanted.size();
            int from = Math.toIntExact(wanted.first() - run.id(0));
            int to = Math.toIntExact(wanted.last() - run.id(0)) + 1;
            if (from == 0 && to == run.size()) {
                taken.add(run);
                continue;
            }
            taken.add(run.slice(from, to));
            if (to < run.size()) {
                putBack(index, run.slice(to, run.size()));
            }
            if (from > 0) {
                putBack(index, run.slice(0, from));
            }
        }
        return taken;
    }

    static TradeIdRange range(TradeColumns run) {
        return new TradeIdRange(run.id(0), lastId(run));
    }

    private void putBack(int index, TradeColumns run) {
        runs.add(index, run);
        heldBytes += run.heldBytes();
    }

    private void append(TradeColumns run, TradeColumns from, int row) {
        heldBytes -= run.heldBytes();
        run.addAll(from, row, row + 1);
        heldBytes += run.heldBytes();
        rows++;
    }

    private void joinWithNext(int index) {
        if (index + 1 >= runs.size()) {
            return;
        }
        TradeColumns run = runs.get(index);
        TradeColumns next = runs.get(index + 1);
        if (lastId(run) + 1 == next.id(0)) {
            heldBytes -= run.heldBytes() + next.heldBytes();
            run.addAll(next, 0, next.size());
            heldBytes += run.heldBytes();
            runs.remove(index + 1);
        }
    }

    /// The index of the first run that begins behind `id`.
    private int firstRunAfter(long id) {
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).id(0) <= id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long lastId(TradeColumns run) {
        return run.id(run.size() - 1);
    }
}
