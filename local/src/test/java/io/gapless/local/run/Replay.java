package io.gapless.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.archive.Checkpoint;
import io.gapless.backfill.Backfill;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.RecordingTape;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Recordings;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The recordings on their way through the simulated exchange, real listener processes and the repair
/// into a folder, with an [IndependentReader] watching.
final class Replay implements AutoCloseable {
    /// What was recorded lies years back, and is no stale tail for that.
    private static final Duration STALE_AFTER = Duration.ofDays(36_500);

    /// Seconds of the recordings per second.
    private static final double SPEED = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /// Some ten a second on a machine that has little else to do.
    private static final int LEAST_LOOKS = 10;

    private static final int CONNECTIONS_PER_LISTENER = 2;

    private final Path dir;
    private final Map<Symbol, TradeColumns> recorded = new LinkedHashMap<>();
    private final MarketHours hours = new MarketHours(Clock.systemUTC().instant());
    private final SimulatedExchange exchange;
    private final Stores stores;
    private final Stores readersStores;
    private final List<ListenerProcess> listeners = new ArrayList<>();
    private final RepairLoop repairs;
    private final IndependentReader reader;

    /// Skips the test where there are no recordings.
    ///
    /// @param dir an empty folder
    Replay(Path dir) {
        this.dir = dir;
        recorded.put(Symbol.of("ETHUSDT"), Recordings.trades(Recordings.ETHUSDT));
        recorded.put(Symbol.of("BTCUSDT"), Recordings.trades(Recordings.BTCUSDT));
        Path[] files =
                Stream.concat(Recordings.ETHUSDT.stream(), Recordings.BTCUSDT.stream())
                        .map(Recordings.folder()::resolve)
                        .toArray(Path[]::new);
        exchange =
                SimulatedExchange.start(
                        ExchangeSettings.of(RecordingTape.of(files))
                                .withSpeed(SPEED)
                                .withClock(hours));
        RunSettings settings = settings("first");
        Clock clock = Clock.systemUTC();
        stores = Stores.open(settings.place(), settings.env(), clock);
        readersStores = Stores.open(settings.place(), settings.env(), clock);
        recorded.forEach((symbol, trades) ->
                stores.checkpoints()
                        .write(
                                Checkpoint.none(symbol)
                                        .change()
                                        .follow(trades.id(0))
                                        .at(clock.instant())));
        Backfill backfill =
                Repairs.over(
                        stores,
                        settings.restUrl(),
                        settings.weightPerMinute(),
                        new RepairSettings(
                                new Claimant("backfill", settings.claimLife()),
                                STALE_AFTER,
                                RepairSettings.DEFAULT_ABSENT_AFTER,
                                RepairSettings.DEFAULT_VOID_AFTER));
        repairs =
                new RepairLoop(
                        Repairer.of(backfill, Duration.ofSeconds(20)),
                        settings.repairEvery(),
                        (JsonNode _) -> {});
        reader = new IndependentReader(root(), readersStores.checkpoints());
    }

    private RunSettings settings(String listener) {
        return new RunSettings(
                List.copyOf(recorded.keySet()),
                dir.resolve(listener),
                new Place.Folder(root()),
                Map.of(),
                exchange.streamUrl(),
                exchange.restUrl(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                PATIENCE,
                Duration.ofSeconds(2),
                3_000);
    }

    private Path root() {
        return dir.resolve("archive");
    }

    /// Starts listeners, and then trading.
    void begin(String... names) {
        for (String name : names) {
            ListenerProcess listener = new ListenerProcess(settings(name));
            listeners.add(listener);
            listener.start();
        }
        awaitConnections(names.length);
        hours.open();
    }

    /// Repairs are made from now on.
    void repair() {
        repairs.start();
    }

    /// Waits until the independent reader has seen that trades are missing.
    void awaitHole() {
        await().atMost(PATIENCE).until(() -> reader.samplesWithHoles() > 0 || reader.hasEnded());
    }

    /// Waits until so much of the longer recording has been traded.
    void awaitTraded(double share) {
        Symbol symbol = recorded.keySet().iterator().next();
        TradeColumns trades = recorded.get(symbol);
        long until = trades.id((int) ((trades.size() - 1) * share));
        await().atMost(PATIENCE)
                .until(() -> exchange.truth(symbol.exchangeName()).lastId() >= until);
    }

    /// Nothing is traded until some of every symbol is archived, however slow this machine is.
    void awaitFirstObjects() {
        hours.close();
        await().atMost(PATIENCE)
                .until(() ->
                        stores.checkpoints().all().stream()
                                .noneMatch(checkpoint -> checkpoint.archived().isEmpty()));
        hours.open();
    }

    /// Kills the first listener.
    void kill() throws InterruptedException {
        listeners.getFirst().kill();
    }

    /// Starts the first listener again. Nothing is traded until it listens, however slow this machine
    /// is.
    void startAgain() {
        hours.close();
        listeners.getFirst().start();
        awaitConnections(1);
        hours.open();
    }

    private void awaitConnections(int listening) {
        await().atMost(PATIENCE)
                .until(() -> exchange.openConnections() >= CONNECTIONS_PER_LISTENER * listening);
    }

    /// Waits for the end of the recordings and until everything is archived; then ends the programs.
    void finish() throws Exception {
        recorded.forEach((symbol, trades) ->
                await().atMost(PATIENCE)
                        .until(() ->
                                stores.checkpoints()
                                                .read(symbol)
                                                .orElseThrow()
                                                .completeThrough()
                                                .orElse(-1)
                                        >= trades.id(trades.size() - 1)));
        for (ListenerProcess listener : listeners) {
            if (listener.isAlive()) {
                assertThat(listener.stop(PATIENCE)).as(listener.lastWords()).isTrue();
            }
        }
        repairs.end();
        assertThat(repairs.failure()).isEmpty();
        assertThat(reader.samples())
                .as("looks of the independent reader")
                .isGreaterThan(LEAST_LOOKS);
    }

    /// Compares every row with the recordings.
    ///
    /// @return rows by where they were learned from
    Map<String, Integer> compare() throws Exception {
        Map<String, Integer> sources = new LinkedHashMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            for (Map.Entry<Symbol, TradeColumns> symbol : recorded.entrySet()) {
                try (ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT trade_id, price, quantity, epoch_us(trade_time), is_buyer_maker,
                                       is_best_match, date::VARCHAR, source
                                FROM %s WHERE symbol = '%s' ORDER BY trade_id
                                """
                                        .formatted(
                                                IndependentReader.rows(root()), symbol.getKey()))) {
                    for (Trade trade : symbol.getValue().rows()) {
                        assertThat(rows.next()).as("there is a row of %s", trade).isTrue();
                        compare(rows, trade);
                        sources.merge(rows.getString(8), 1, Integer::sum);
                    }
                    assertThat(rows.next()).as("rows beyond the recording").isFalse();
                }
            }
        }
        return sources;
    }

    private static void compare(ResultSet row, Trade trade) throws Exception {
        assertThat(row.getLong(1)).isEqualTo(trade.id());
        assertThat(row.getBigDecimal(2)).isEqualTo(BigDecimal.valueOf(trade.price(), 8));
        assertThat(row.getBigDecimal(3)).isEqualTo(BigDecimal.valueOf(trade.quantity(), 8));
        assertThat(row.getLong(4)).isEqualTo(trade.time());
        assertThat(row.getBoolean(5)).isEqualTo(trade.buyerIsMaker());
        assertThat(row.getBoolean(6)).isEqualTo(trade.bestMatch());
        assertThat(row.getString(7)).isEqualTo(trade.date().toString());
    }

    @Override
    public void close() throws Exception {
        for (ListenerProcess listener : listeners) {
            listener.kill();
        }
        repairs.end();
        reader.close();
        exchange.close();
        stores.close();
        readersStores.close();
    }
}
