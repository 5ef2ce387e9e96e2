package io.gapless.local.bench;

import io.gapless.archive.Checkpoint;
import io.gapless.local.place.Stores;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Archives what is traded live, one symbol after the other, and now and then leaves out a few ids in
/// the middle: a gap, whose age counts from the moment at which the checkpoint shows it.
///
/// Used by one thread.
final class HoleyListener {
    /// One write in so many has a hole.
    private static final int ONE_IN = 4;

    private static final int LARGEST_HOLE = 20;

    /// Rows of a write; what is beyond comes with the next one.
    private static final int MOST_ROWS = 2_000;

    /// Fewer small gaps than this tell nothing.
    private static final int LEAST_GAPS = 20;

    /// The oldest that all but one in a hundred small gaps may become.
    private static final double GAP_AGE_SECONDS = 120;

    private record OpenGap(Symbol symbol, TradeIdRange ids, Instant since) {}

    private final Stores stores;
    private final LiveWriter writer;
    private final List<String> names;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Long> next = new HashMap<>();
    private final List<OpenGap> open = new ArrayList<>();
    private final List<Double> ages = new ArrayList<>();
    private int turn;

    /// Follows the symbols from their next trade on.
    HoleyListener(
            RemoteExchange exchange,
            Stores stores,
            List<String> names,
            RandomGenerator random,
            InstantSource clock)
            throws IOException, InterruptedException {
        this.stores = stores;
        this.names = names;
        this.random = random;
        this.clock = clock;
        writer = new LiveWriter(exchange, stores, random, clock);
        for (String name : names) {
            long origin = exchange.truth(name).get("lastId").asLong() + 1;
            next.put(name, origin);
            writer.follow(Symbol.of(name), origin);
        }
    }

    /// Writes what the next symbol has traded since its last turn.
    void step() throws IOException, InterruptedException {
        String name = names.get(turn++ % names.size());
        long from = next.getOrDefault(name, 0L);
        TradeColumns rows = writer.trades(name, from, MOST_ROWS);
        if (rows.isEmpty()) {
            return;
        }
        int hole = random.nextInt(ONE_IN) == 0 ? 1 + random.nextInt(LARGEST_HOLE) : 0;
        List<TradeColumns> parts = new ArrayList<>();
        boolean holed = hole > 0 && rows.size() >= hole + 2;
        if (holed) {
            int at = 1 + random.nextInt(rows.size() - hole - 1);
            parts.add(rows.slice(0, at));
            parts.add(rows.slice(at + hole, rows.size()));
        } else {
            parts.add(rows);
        }
        writer.write(Symbol.of(name), parts);
        next.put(name, rows.id(rows.size() - 1) + 1);
        if (holed) {
            TradeColumns before = parts.getFirst();
            TradeIdRange ids =
                    new TradeIdRange(before.id(before.size() - 1) + 1, parts.getLast().id(0) - 1);
            open.add(new OpenGap(Symbol.of(name), ids, clock.instant()));
        }
    }

    /// Looks which gaps have been closed.
    void look() {
        Instant now = clock.instant();
        Map<Symbol, Checkpoint> all = new HashMap<>();
        stores.checkpoints().all().forEach(c -> all.put(c.symbol(), c));
        for (OpenGap gap : List.copyOf(open)) {
            Checkpoint checkpoint = all.get(gap.symbol());
            if (checkpoint != null && checkpoint.stored().contains(gap.ids())) {
                open.remove(gap);
                ages.add(seconds(gap, now));
            }
        }
    }

    int open() {
        return open.size();
    }

    int opened() {
        return open.size() + ages.size();
    }

    /// How old gaps have become; of one that is open, so far.
    List<Figure> figures() {
        Instant now = clock.instant();
        List<Double> all = new ArrayList<>(ages);
        open.forEach(gap -> all.add(seconds(gap, now)));
        all.sort(null);
        return List.of(
                Figure.of("small_gaps", (double) all.size(), "", "opened meanwhile")
                        .atLeast(LEAST_GAPS),
                Figure.of("gap_age_p50_s", quantile(all, 0.5), "s", "age of a small gap, median"),
                Figure.of("gap_age_p99_s", quantile(all, 0.99), "s", "all but one in a hundred")
                        .atMost(GAP_AGE_SECONDS),
                Figure.of("gap_age_max_s", quantile(all, 1), "s", "the oldest"));
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static double seconds(OpenGap gap, Instant now) {
        return Duration.between(gap.since(), now).toMillis() / 1e3;
    }
}
