package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageCall;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.binance.TapeHistory;
import io.gapless.binance.TradeTape;
import io.gapless.listener.ingest.FlushPolicy;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.listener.metrics.ListenerMetric;
import io.gapless.listener.metrics.Measurements;
import io.gapless.listener.metrics.MetricsSink;
import io.gapless.listener.start.CannotStartException;
import io.gapless.protocol.Claimant;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The listener as it is put together anywhere else: its parts are parameters.
class ListenerTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;

    private final InstantSource clock = InstantSource.system();
    private final InMemoryArchive archive = new InMemoryArchive(clock);
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final HandFeed feed = new HandFeed(SYMBOL);
    private final List<Measurements> measured = new CopyOnWriteArrayList<>();
    private final TradeTape tape = new TradeTape();
    private final SampleTrades trades = new SampleTrades(1).fromId(0).at(Instant.now());
    private volatile StorageFaults faults = StorageFaults.NONE;
    private volatile boolean closed;
    private Optional<Listener> running = Optional.empty();

    @AfterEach
    void stop() {
        running.ifPresent(Listener::stop);
    }

    private Listener listener(Duration stopTimeout) {
        tape.list(SYMBOL.exchangeName());
        MetricsSink metrics =
                new MetricsSink() {
                    @Override
                    public void accept(Measurements measurements) {
                        measured.add(measurements);
                    }

                    @Override
                    public void close() {
                        closed = true;
                    }
                };
        ListenerSettings settings =
                new ListenerSettings(
                        SymbolSelection.of(List.of(SYMBOL)),
                        new IngestSettings(
                                new FlushPolicy(Duration.ofSeconds(1), 1_000),
                                Duration.ofMillis(100),
                                16 << 20),
                        new Claimant("test", Duration.ofSeconds(30)),
                        stopTimeout,
                        Optional.empty());
        Listener made =
                new Listener(
                        settings,
                        new ListenerParts(
                                archive.through(call -> faults.next(call)),
                                checkpoints.through(call -> faults.next(call)),
                                new TapeHistory(tape, clock),
                                _ -> feed,
                                metrics,
                                clock,
                                time -> Thread.sleep(time),
                                (SplittableGenerator)
                                        RandomGeneratorFactory.of("L64X128MixRandom").create(3)));
        running = Optional.of(made);
        return made;
    }

    private static ExitCode ended(CompletableFuture<ExitCode> run)
            throws ExecutionException, InterruptedException {
        return run.orTimeout(30, TimeUnit.SECONDS).get();
    }

    private Coverage archived() {
        return checkpoints.read(SYMBOL).map(Checkpoint::archived).orElse(Coverage.EMPTY);
    }

    @Test
    void itArchivesWhatItReceivesAndEverythingWhenItIsToldToStop() throws Exception {
        Listener listener = listener(Duration.ofSeconds(20));
        CompletableFuture<ExitCode> run = CompletableFuture.supplyAsync(listener::run);
        feed.awaitStart();
        feed.deliver(1, SYMBOL, trades.take(100).rows());
        await().until(() -> !archived().isEmpty());
        assertThat(listener.isListening()).isTrue();
        feed.deliver(2, SYMBOL, trades.take(50).rows());
        listener.stop();
        listener.stop();

        assertThat(ended(run)).isEqualTo(ExitCode.STOPPED);
        Coverage received = Coverage.of(new TradeIdRange(0, 99));
        // What came around the stop was received whole, or not at all.
        assertThat(archived()).isIn(received, received.plus(new TradeIdRange(100, 149)));
        assertThat(checkpoints.read(SYMBOL).orElseThrow().claims()).isEmpty();
        Measurements last = measured.getLast();
        assertThat(last.values().get(ListenerMetric.TRADES_RECEIVED)).isEqualTo(archived().size());
        assertThat(last.values().get(ListenerMetric.MEMORY_HELD)).isPositive();
        assertThat(last.properties()).containsEntry("tradesArchived", archived().size());
        assertThat(closed).isTrue();
    }

    @Test
    void whenTheStopTimeoutPassesItEndsAllTheSameAndSaysSo() throws Exception {
        Listener listener = listener(Duration.ofMillis(300));
        CompletableFuture<ExitCode> run = CompletableFuture.supplyAsync(listener::run);
        feed.awaitStart();
        faults = _ -> StorageFault.timedOut();
        feed.deliver(1, SYMBOL, trades.take(100).rows());
        await().until(feed::isDrained);
        listener.stop();

        assertThat(ended(run)).isEqualTo(ExitCode.STOPPED_TOO_EARLY);
        assertThat(archived()).isEqualTo(Coverage.EMPTY);
    }

    @Test
    void somethingThatCannotHappenEndsItAfterEverythingHeldIsWritten() throws Exception {
        Listener listener = listener(Duration.ofSeconds(20));
        CompletableFuture<ExitCode> run = CompletableFuture.supplyAsync(listener::run);
        feed.awaitStart();
        faults =
                call -> {
                    if (call.operation() == StorageCall.Operation.PUT) {
                        faults = StorageFaults.NONE;
                        return new StorageFault.Before(new ArithmeticException("2 + 2 = 5"));
                    }
                    return StorageFault.none();
                };
        feed.deliver(1, SYMBOL, trades.take(100).rows());

        assertThat(ended(run)).isEqualTo(ExitCode.FAILED);
        assertThat(feed.isStopped()).isTrue();
        assertThat(archived()).isEqualTo(Coverage.of(new TradeIdRange(0, 99)));
    }

    @Test
    void aFeedThatBreaksDownEndsItAfterEverythingHeldIsWritten() throws Exception {
        Listener listener = listener(Duration.ofSeconds(20));
        CompletableFuture<ExitCode> run = CompletableFuture.supplyAsync(listener::run);
        feed.awaitStart();
        feed.deliver(1, SYMBOL, trades.take(100).rows());
        await().until(feed::isDrained);
        feed.breakDown();

        assertThat(ended(run)).isEqualTo(ExitCode.FAILED);
        assertThat(archived()).isEqualTo(Coverage.of(new TradeIdRange(0, 99)));
    }

    @Test
    void itDoesNotListenWhereItCannotWork() {
        Listener listener = listener(Duration.ofSeconds(20));
        tape.delist(SYMBOL.exchangeName());

        assertThatThrownBy(listener::run).isInstanceOf(CannotStartException.class);
        assertThat(listener.isListening()).isFalse();
        assertThat(closed).isTrue();
    }

    @Test
    void toldToStopBeforeItListensItNeverSubscribes() {
        Listener listener = listener(Duration.ofSeconds(20));
        listener.stop();

        assertThat(listener.run()).isEqualTo(ExitCode.STOPPED);
        assertThat(feed.isStarted()).isFalse();
    }
}
