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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Archives the exchange's true trades under the protocol, as live ones.
///
/// Used by one thread.
final class LiveWriter {
    private static final Claimant CLAIMANT = new Claimant("listener", Duration.ofSeconds(30));

    private final RemoteExchange exchange;
    private final Stores stores;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final ProcedureRunner runner;

    LiveWriter(
            RemoteExchange exchange, Stores stores, RandomGenerator random, InstantSource clock) {
        this.exchange = exchange;
        this.stores = stores;
        this.random = random;
        this.clock = clock;
        runner =
                new ProcedureRunner(
                        stores.archive(), stores.checkpoints(), clock, time -> Thread.sleep(time));
    }

    /// Every trade of the symbol from the origin on is wanted.
    ///
    /// @throws IOException when the symbol is known already
    void follow(Symbol symbol, long origin) throws IOException {
        Checkpoint before =
                stores.checkpoints().read(symbol).orElseGet(() -> Checkpoint.none(symbol));
        store(before.change().follow(origin).at(clock.instant()));
    }

    /// Nothing after that id is wanted any more.
    void unfollow(Symbol symbol, long last) throws IOException {
        store(checkpoint(symbol).change().unfollow(last, clock.instant()).at(clock.instant()));
    }

    private void store(Checkpoint checkpoint) throws IOException {
        if (!stores.checkpoints().write(checkpoint)) {
            throw new IOException("somebody else writes the checkpoint of " + checkpoint.symbol());
        }
    }

    private Checkpoint checkpoint(Symbol symbol) {
        return stores.checkpoints().read(symbol).orElseThrow();
    }

    /// True trades from an id on, no more than there are so far.
    TradeColumns trades(String name, long fromId, int limit)
            throws IOException, InterruptedException {
        JsonNode trades = exchange.trades(name, fromId, limit);
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

    /// @param parts runs of consecutive ids, together no more than one write takes
    void write(Symbol symbol, List<TradeColumns> parts) throws IOException, InterruptedException {
        List<EncodedBatch> batches = new ArrayList<>();
        for (TradeColumns part : parts) {
            for (Batch batch : Batch.cut(symbol, part, Batch.MAX_TRADES)) {
                batches.add(EncodedBatch.own(batch, random));
            }
        }
        WriteOutcome outcome =
                runner.run(
                        new BatchWrite(batches, checkpoint(symbol), CLAIMANT, Instant.MAX, random));
        if (!(outcome instanceof WriteOutcome.Ended)) {
            throw new IOException("live trades of " + symbol + " were not written: " + outcome);
        }
    }
}
