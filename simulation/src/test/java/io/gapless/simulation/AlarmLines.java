package io.gapless.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// The lines that the listener logs with the key `alarm`: what an operator gets a mail about.
final class AlarmLines implements AutoCloseable {
    private static final String LISTENER = "io.gapless.listener";

    private final Chronicle chronicle;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LISTENER);
    private final AppenderBase<ILoggingEvent> appender;

    AlarmLines(Chronicle chronicle) {
        this.chronicle = chronicle;
        appender =
                new AppenderBase<>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        alarm(event).ifPresent(AlarmLines.this::sounded);
                    }
                };
        appender.start();
        logger.setLevel(Level.ERROR);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    private void sounded(String kind) {
        if (counts.merge(kind, 1, Integer::sum) == 1) {
            chronicle.tell("alarm " + kind);
        }
    }

    private static Optional<String> alarm(ILoggingEvent event) {
        return Stream.ofNullable(event.getKeyValuePairs())
                .flatMap(java.util.List::stream)
                .filter(pair -> pair.key.equals("alarm"))
                .map(pair -> String.valueOf(pair.value))
                .findFirst();
    }

    /// How many lines of each kind.
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
