package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Live trades over WebSocket: performs what [FeedSupervisor] decides, and feeds back what happens.
///
/// One thread supervises. Connections are made, closed and cut on short-lived threads of their own,
/// because each of these may block; frames arrive on one socket thread per connection.
public final class WebSocketTradeFeed implements TradeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTradeFeed.class);

    /// Answers that may wait to be taken in; more are dropped, and asked for again.
    private static final int MAX_WAITING_ANSWERS = 1_000;

    /// How much longer than a close may take the end of supervision is waited for.
    private static final Duration STOP_MARGIN = Duration.ofSeconds(1);

    private final List<Symbol> symbols;
    private final FeedSettings settings;
    private final InstantSource clock;
    private final FeedSupervisor supervisor;
    private final StreamConnector connector;
    private final SymbolTable table;
    private final FeedSignal signal;
    private final FeedCounters counters = new FeedCounters();
    private final UnreadableFrames unreadable;
    private final LinkedBlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
    private final Map<Integer, FeedConnection> connections = new ConcurrentHashMap<>();
    private final List<FeedBuffer> buffers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread supervision;
    private volatile FeedHealth health;
    private volatile boolean stopping;
    private volatile Optional<Throwable> broken = Optional.empty();

    /// @param symbols no two with the same name at the exchange
    /// @param clock what a trade's time of receipt is read from
    /// @param random for jitter
    public WebSocketTradeFeed(
            List<Symbol> symbols,
            FeedSettings settings,
            InstantSource clock,
            RandomGenerator random) {
        this(symbols, settings, clock, random, defaultTls());
    }

    WebSocketTradeFeed(
            List<Symbol> symbols,
            FeedSettings settings,
            InstantSource clock,
            RandomGenerator random,
            SSLContext tls) {
        this.symbols = List.copyOf(symbols);
        this.settings = settings;
        this.clock = clock;
        unreadable = new UnreadableFrames(clock, counters);
        table = new SymbolTable(this.symbols);
        supervisor = new FeedSupervisor(this.symbols, settings, random);
        health = supervisor.health();
        connector = new StreamConnector(settings, tls);
        signal = new FeedSignal(settings.timing().handOver());
        supervision =
                Thread.ofPlatform().daemon().name("feed-supervision").unstarted(this::supervise);
    }

    @Override
    public List<Symbol> symbols() {
        return symbols;
    }

    @Override
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a feed is started once");
        }
        supervision.start();
    }

    @Override
    public int drain(FeedSink sink) {
        if (broken.isPresent()) {
            throw new IllegalStateException(
                    "nobody looks after the connections any more", broken.get());
        }
        signal.lower();
        int rows = 0;
        for (FeedBuffer buffer : buffers) {
            rows += buffer.drain(sink);
        }
        buffers.removeIf(FeedBuffer::isFinished);
        return rows;
    }

    @Override
    public void awaitTrades(Duration atMost) throws InterruptedException {
        signal.await(atMost);
    }

    @Override
    public void stop() {
        stopping = true;
        connections.values().forEach(connection -> connection.buffer().close());
        signal.close();
        events.add(new FeedEvent.Stop());
        if (!supervision.isAlive()) {
            return;
        }
        try {
            supervision.join(settings.timing().closeWithin().plus(STOP_MARGIN));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public FeedStatistics statistics() {
        return counters.statistics(health);
    }

    private void supervise() {
        try {
            // The supervisor's time never jumps, whatever happens to the wall clock.
            Instant start = clock.instant();
            long startNanos = System.nanoTime();
            long tickNanos = settings.timing().tick().toNanos();
            long nextTick = startNanos;
            while (!supervisor.isStopped()) {
                long wait = nextTick - System.nanoTime();
                FeedEvent event = events.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
                if (event == null) {
                    event = tick();
                    nextTick = System.nanoTime() + tickNanos;
                }
                Instant now = start.plusNanos(System.nanoTime() - startNanos);
                supervisor.on(event, now).forEach(this::perform);
                health = supervisor.health();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            broken = Optional.of(e);
            signal.close();
            LOG.atError().setCause(e).log("The supervision of the feed has failed");
        } finally {
            connections.values().forEach(FeedConnection::abort);
            connector.shutdown();
        }
    }

    private FeedEvent tick() {
        return new FeedEvent.Tick(
                connections.values().stream()
                        .map(FeedConnection::activity)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private void perform(FeedAction action) {
        switch (action) {
            case FeedAction.Open open -> open(open);
            case FeedAction.Send(int number, String text) -> {
                FeedConnection connection = connections.get(number);
                if (connection != null) {
                    connection.send(text);
                }
            }
            case FeedAction.Close(int number) -> {
                FeedConnection connection = connections.get(number);
                if (connection != null) {
                    aside("feed-close-" + number, connection::close);
                }
            }
            case FeedAction.Abort(int number) -> forget(number);
            case FeedAction.Note(int number, ReconnectReason reason, String sentence) ->
                    (reason.isDefect() ? LOG.atWarn() : LOG.atInfo())
                            .addKeyValue("connection", number)
                            .addKeyValue("reason", reason)
                            .addKeyValue("detail", sentence)
                            .log("A connection is replaced");
            case FeedAction.Warn(String sentence) ->
                    LOG.atWarn().addKeyValue("detail", sentence).log("The feed is in difficulty");
        }
    }

    private void open(FeedAction.Open open) {
        int number = open.connection();
        FeedBuffer buffer = new FeedBuffer(number, settings.limits().bufferTrades(), signal);
        FeedConnection connection =
                new FeedConnection(
                        number,
                        new ConnectionHandle(settings.timing().readPause()),
                        buffer,
                        new TradeFrameDecoder(table),
                        clock,
                        counters,
                        unreadable,
                        this::onEvent);
        connections.put(number, connection);
        buffers.add(buffer);
        if (stopping) {
            buffer.close();
        }
        aside(
                "feed-connect-" + number,
                () ->
                        connector
                                .connect(connection, open.url())
                                .ifPresent(failure -> {
                                    buffer.close();
                                    onEvent(new FeedEvent.ConnectFailed(number, failure));
                                }));
    }

    private void onEvent(FeedEvent event) {
        switch (event) {
            case FeedEvent.Replied _, FeedEvent.Refused _ -> {
                if (events.size() < MAX_WAITING_ANSWERS) {
                    events.add(event);
                }
            }
            case FeedEvent.Closed(int number, _) -> {
                forget(number);
                events.add(event);
            }
            case FeedEvent.ConnectFailed(int number, _) -> {
                forget(number);
                events.add(event);
            }
            case FeedEvent.Opened _,
                    FeedEvent.ShutdownAnnounced _,
                    FeedEvent.Tick _,
                    FeedEvent.Stop _ ->
                    events.add(event);
        }
    }

    /// Cuts the socket, even where Tyrus says that it is closed: a socket left over would keep its
    /// threads.
    private void forget(int number) {
        FeedConnection connection = connections.remove(number);
        if (connection != null) {
            aside("feed-abort-" + number, connection::abort);
        }
    }

    private static void aside(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
