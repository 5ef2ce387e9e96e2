package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.archive.Checkpoint;
import io.gapless.batch.Batch;
import io.gapless.local.place.Stores;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Source;
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
import java.util.random.RandomGeneratorFactory;

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

    private static final Claimant CLAIMANT = new Claimant("listener", Duration.ofSeconds(30));

    private record OpenGap(Symbol symbol, TradeIdRange ids, Instant since) {}

    private final RemoteExchange exchange;
    private final Stores stores;
    private final List<String> names;
    private final InstantSource clock;
    private final ProcedureRunner runner;
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private final Map<String, Long> next = new HashMap<>();
    private final List<OpenGap> open = new ArrayList<>();
    private final List<Double> ages = new ArrayList<>();
    private int turn;

    /// Follows the symbols from their next trade on.
    HoleyListener(RemoteExchange exchange, Stores stores, List<String> names, InstantSource clock)
            throws IOException, InterruptedException {
        this.exchange = exchange;
        this.stores = stores;
        this.names = names;
        this.clock = clock;
        runner =
                new ProcedureRunner(
                        stores.archive(), stores.checkpoints(), clock, time -> Thread.sleep(time));
        for (String name : names) {
            long origin = exchange.truth(name).get("lastId").asLong() + 1;
            next.put(name, origin);
            Checkpoint followed =
                    Checkpoint.none(Symbol.of(name)).change().follow(origin).at(clock.instant());
            if (!stores.checkpoints().write(followed)) {
                throw new IOException("the folder is not empty");
            }
        }
    }

    /// Writes what the next symbol has traded since its last turn.
    void step() throws IOException, InterruptedException {
        String name = names.get(turn++ % names.size());
        long from = next.getOrDefault(name, 0L);
        TradeColumns rows = rows(exchange.trades(name, from, MOST_ROWS));
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
        write(Symbol.of(name), parts);
        next.put(name, rows.id(rows.size() - 1) + 1);
        if (holed) {
            TradeColumns before = parts.getFirst();
            TradeIdRange ids =
                    new TradeIdRange(before.id(before.size() - 1) + 1, parts.getLast().id(0) - 1);
            open.add(new OpenGap(Symbol.of(name), ids, clock.instant()));
        }
    }

    private void write(Symbol symbol, List<TradeColumns> parts)
            throws IOException, InterruptedException {
        List<EncodedBatch> batches = new ArrayList<>();
        for (TradeColumns part : parts) {
            for (Batch batch : Batch.cut(symbol, part, Batch.MAX_TRADES)) {
                batches.add(EncodedBatch.own(batch, random));
            }
        }
        WriteOutcome outcome =
                runner.run(
                        new BatchWrite(
                                batches,
                                stores.checkpoints().read(symbol).orElseThrow(),
                                CLAIMANT,
                                Instant.MAX,
                                random));
        if (!(outcome instanceof WriteOutcome.Ended)) {
            throw new IOException("live trades of " + symbol + " were not written: " + outcome);
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

    /// Of all gaps, in seconds; of one that is open, so far.
    List<Double> ages(Instant now) {
        List<Double> all = new ArrayList<>(ages);
        open.forEach(gap -> all.add(seconds(gap, now)));
        return all;
    }

    private static double seconds(OpenGap gap, Instant now) {
        return Duration.between(gap.since(), now).toMillis() / 1e3;
    }

    private static TradeColumns rows(JsonNode trades) {
        TradeColumns rows = new TradeColumns(Math.max(1, trades.size()));
        for (JsonNode trade : trades) {
            rows.add(
                    trade.get("id").asLong(),
                    Decimal8.parse(trade.get("price").asText()),
                    Decimal8.parse(trade.get("qty").asText()),
                    trade.get("time").asLong(),
                    trade.get("isBuyerMaker").asBoolean(),
                    trade.get("isBestMatch").asBoolean(),
                    trade.get("eventTime").asLong(),
                    trade.get("eventTime").asLong(),
                    Source.LIVE);
        }
        return rows;
    }
}
