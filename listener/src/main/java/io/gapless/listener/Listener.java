package io.gapless.listener;

import io.gapless.archive.Checkpoint;
import io.gapless.listener.feed.TradeFeed;
import io.gapless.listener.ingest.HeldMemory;
import io.gapless.listener.ingest.Ingest;
import io.gapless.listener.ingest.StorageActionRunner;
import io.gapless.listener.start.CannotStartException;
import io.gapless.listener.start.Notice;
import io.gapless.listener.start.StartReport;
import io.gapless.listener.start.Startup;
import io.gapless.trade.Symbol;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A listener: start, listen until told to stop, write everything that was received.
///
/// [#run] is called once, and its thread is the ingest thread; [#stop] and [#isListening] are for any.
public final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final ListenerSettings settings;
    private final ListenerParts parts;
    private volatile boolean stopping;
    private volatile boolean listening;
    private Optional<Ingest> ingest = Optional.empty();

    public Listener(ListenerSettings settings, ListenerParts parts) {
        this.settings = settings;
        this.parts = parts;
    }

    /// Listens until [#stop], or until something happens that cannot happen. An interrupt counts as
    /// [#stop].
    ///
    /// @throws CannotStartException when it cannot work here; nothing was received then
    public ExitCode run() {
        try (var _ = parts.metrics()) {
            StartReport start = start();
            listening = true;
            return stopping ? ExitCode.STOPPED : listen(start.checkpoints());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.STOPPED;
        }
    }

    /// Asks it to stop reading and to write what it holds, and returns at once. Any number of times.
    public void stop() {
        stopping = true;
    }

    /// Whether it has come past its start: it may hold trades, and should be waited for after
    /// [#stop].
    public boolean isListening() {
        return listening;
    }

    /// What the trades take that it holds. For the thread that [#run]s it.
    public HeldMemory heldMemory() {
        return ingest.map(Ingest::heldMemory).orElse(HeldMemory.NONE);
    }

    /// How it is to work.
    public ListenerSettings settings() {
        return settings;
    }

    private StartReport start() throws InterruptedException {
        LOG.atInfo()
                .addKeyValue("symbols", settings.symbols().toString())
                .addKeyValue("owner", settings.claimant().owner())
                .log("starting");
        try {
            StartReport report =
                    new Startup(
                                    settings.symbols(),
                                    parts.archive(),
                                    parts.checkpoints(),
                                    parts.history(),
                                    parts.clock(),
                                    parts.pause(),
                                    parts.random().split())
                            .run();
            report.notices().forEach(Listener::log);
            return report;
        } catch (CannotStartException e) {
            e.reasons()
                    .forEach(reason ->
                            LOG.atError().addKeyValue("problem", reason).log("cannot start"));
            throw e;
        }
    }

    private ExitCode listen(List<Checkpoint> checkpoints) {
        List<Symbol> symbols = checkpoints.stream().map(Checkpoint::symbol).toList();
        TradeFeed feed = parts.feeds().apply(symbols);
        Ingest core = new Ingest(checkpoints, settings.ingest(), parts.random().split());
        ingest = Optional.of(core);
        try (StorageActionRunner runner =
                new StorageActionRunner(
                        parts.archive(),
                        parts.checkpoints(),
                        settings.claimant(),
                        parts.clock(),
                        parts.pause(),
                        parts.random().split(),
                        parts.threads().get())) {
            Listening listening =
                    new Listening(feed, core, runner, settings, parts.metrics(), parts.clock());
            return listening.run(() -> stopping);
        }
    }

    private static void log(Notice notice) {
        boolean alarm = notice.kind().isAlarm();
        LOG.atLevel(alarm ? Level.ERROR : Level.INFO)
                .addKeyValue(alarm ? "alarm" : "notice", notice.kind())
                .addKeyValue("symbol", notice.symbol().map(Symbol::toString).orElse("all"))
                .addKeyValue(alarm ? "problem" : "fact", notice.sentence())
                .log("start");
    }
}
