package io.gapless.local.bench;

import io.gapless.archive.Checkpoint;
import io.gapless.binance.TradeHistory;
import io.gapless.exchange.control.ControlApi;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// One symbol whose archive has small gaps that nobody has looked at yet.
///
/// @param ids from the first to the last that is wanted
/// @param gaps ascending, within `ids` and never at their borders
record SmallGaps(String name, TradeIdRange ids, List<TradeIdRange> gaps) {
    static final int GAPS = 10;

    static final int LARGEST = 20;

    SmallGaps {
        gaps = List.copyOf(gaps);
    }

    /// How gaps lie.
    enum Spacing {
        /// Each on a page of its own.
        FAR(1_400, 380),
        /// Several to a page.
        NEAR(250, 225);

        private final int slot;
        private final int jitter;

        Spacing(int slot, int jitter) {
            this.slot = slot;
            this.jitter = jitter;
        }

        /// Ids from the first to the last that is wanted.
        int ids() {
            return GAPS * slot;
        }
    }

    static SmallGaps draw(String name, long first, Spacing spacing, RandomGenerator random) {
        List<TradeIdRange> gaps = new ArrayList<>();
        for (int gap = 0; gap < GAPS; gap++) {
            long from = first + (long) gap * spacing.slot + 1 + random.nextInt(spacing.jitter);
            gaps.add(new TradeIdRange(from, from + random.nextInt(LARGEST)));
        }
        return new SmallGaps(name, new TradeIdRange(first, first + spacing.ids() - 1), gaps);
    }

    /// The fewest pages that show all of them.
    int fewestPages() {
        int pages = 0;
        long beyond = Long.MIN_VALUE;
        for (TradeIdRange gap : gaps) {
            if (gap.last() >= beyond) {
                pages++;
                beyond = gap.first() + TradeHistory.MAX_PAGE;
            }
        }
        return pages;
    }

    /// Archives everything else. The symbol is not followed any further.
    void open(LiveWriter writer) throws IOException, InterruptedException {
        Symbol symbol = Symbol.of(name);
        writer.follow(symbol, ids.first());
        TradeColumns rows = new TradeColumns(Math.toIntExact(ids.size()));
        while (rows.size() < ids.size()) {
            int limit = (int) Math.min(ids.size() - rows.size(), ControlApi.MOST_ROWS);
            TradeColumns page = writer.trades(name, ids.first() + rows.size(), limit);
            if (page.size() < limit) {
                throw new IOException("the exchange has not got all of " + symbol + " " + ids);
            }
            rows.addAll(page, 0, page.size());
        }
        List<TradeColumns> parts = new ArrayList<>();
        for (TradeIdRange part : Coverage.of(ids).minus(Coverage.of(gaps)).ranges()) {
            int from = Math.toIntExact(part.first() - ids.first());
            parts.add(rows.slice(from, from + Math.toIntExact(part.size())));
        }
        writer.write(symbol, parts);
        writer.unfollow(symbol, ids.last());
    }

    boolean isClosed(Checkpoint checkpoint) {
        return checkpoint.stored().contains(ids);
    }
}
