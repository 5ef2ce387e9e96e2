package io.gapless.listener.ingest;

import io.gapless.archive.StorageRefusedException;
import io.gapless.protocol.BatchWrite;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Logs what goes wrong around the archive: at once, and then at most once per [#EVERY] for each
/// thing that goes wrong, with the number of times in between. An hour without S3 and a thousand
/// symbols shall not hide the line that matters.
///
/// Safe for use by many threads.
final class AlarmLog {
    /// Between two lines about the same.
    static final Duration EVERY = Duration.ofMinutes(1);

    /// Most things that are told apart.
    static final int MAX_SUBJECTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger("io.gapless.listener.alarm");

    private record Told(Instant at, long since) {}

    private final InstantSource clock;
    private final Map<String, Told> told = new HashMap<>();

    AlarmLog(InstantSource clock) {
        this.clock = clock;
    }

    /// What the ingest core wants told.
    void alarm(IngestAction.Alarm alarm) {
        log(
                Level.ERROR,
                alarm.kind() + " " + alarm.symbol(),
                line ->
                        line.addKeyValue("alarm", alarm.kind())
                                .addKeyValue("symbol", alarm.symbol())
                                .addKeyValue("problem", alarm.message())
                                .log("alarm"));
    }

    /// A store refuses for good. Somebody has to do something; until then trades are held and the
    /// same is tried again.
    void refused(Symbol symbol, StorageRefusedException e) {
        log(
                Level.ERROR,
                "refused",
                line ->
                        line.addKeyValue("alarm", "STORAGE_REFUSED")
                                .addKeyValue("symbol", symbol)
                                .addKeyValue("problem", e.getMessage())
                                .log("alarm"));
    }

    void checkpointGone(Symbol symbol) {
        log(
                Level.ERROR,
                "gone",
                line ->
                        line.addKeyValue("alarm", "CHECKPOINT_GONE")
                                .addKeyValue("symbol", symbol)
                                .addKeyValue(
                                        "problem",
                                        "the checkpoint of %s is gone: stop all writers and run `gapless rebuild`"
                                                .formatted(symbol))
                                .log("alarm"));
    }

    void notWritten(BatchWrite write, String why) {
        log(
                Level.WARN,
                "not written",
                line ->
                        line.addKeyValue("write", write)
                                .addKeyValue("problem", why)
                                .log("not written, tried again later"));
    }

    void notRead(Symbol symbol, String why) {
        log(
                Level.WARN,
                "not read",
                line ->
                        line.addKeyValue("symbol", symbol)
                                .addKeyValue("problem", why)
                                .log("checkpoint not read, tried again later"));
    }

    private void log(Level level, String subject, Consumer<LoggingEventBuilder> line) {
        long since;
        synchronized (told) {
            Instant now = clock.instant();
            Told last = told.get(subject);
            if (last != null && Duration.between(last.at(), now).abs().compareTo(EVERY) < 0) {
                told.put(subject, new Told(last.at(), last.since() + 1));
                return;
            }
            since = last == null ? 0 : last.since();
            if (told.size() >= MAX_SUBJECTS) {
                told.clear();
            }
            told.put(subject, new Told(now, 0));
        }
        LoggingEventBuilder event = LOG.atLevel(level);
        line.accept(since == 0 ? event : event.addKeyValue("suppressed", since));
    }
}
