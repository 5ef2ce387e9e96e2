package io.gapless.backfill.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageFault;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.trade.SampleTrades;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class HealthLineTest {
    /// Metrics of long ago are refused.
    private static final Instant NOW = Instant.now();

    private static final RepairReport REPORT =
            new RepairReport(NOW, NOW, RepairReport.Ending.DONE, "", Optional.empty(), List.of());

    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final List<String> lines = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(HealthLine.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void howTheArchiveStandsIsOneLine() {
        assertThat(checkpoints.write(SampleCheckpoints.first(SampleTrades.SYMBOL))).isTrue();

        new HealthLine("bucket", checkpoints, () -> NOW, lines::add).tell(REPORT);

        assertThat(lines).singleElement().asString().contains("Gapless/Repair", "bucket", "DONE");
        assertThat(log.list).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void checkpointsThatCannotBeReadAreAWarningAndNoFailureOfTheRun(StorageFault fault) {
        HealthLine health =
                new HealthLine("bucket", checkpoints.through(_ -> fault), () -> NOW, lines::add);

        assertThatCode(() -> health.tell(REPORT)).doesNotThrowAnyException();

        assertThat(lines).isEmpty();
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getLevel()).isEqualTo(Level.WARN);
                    assertThat(event.getMessage()).contains("no metrics of this run");
                    assertThat(event.getKeyValuePairs().toString())
                            .contains("bucket")
                            .containsAnyOf("503 Slow Down", "403 Access Denied");
                });
    }

    static List<StorageFault> checkpointsThatCannotBeReadAreAWarningAndNoFailureOfTheRun() {
        return List.of(StorageFault.throttled(), StorageFault.refused());
    }
}
