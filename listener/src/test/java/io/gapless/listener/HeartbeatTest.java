package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir private Path folder;
    private Path file;
    private Heartbeat heartbeat;

    @BeforeEach
    void listen() {
        file = folder.resolve("heartbeat");
        heartbeat = new Heartbeat(Optional.of(file));
    }

    @Test
    void itBeginsWhenEveryConnectionWorksAndThenNeedsNone() throws Exception {
        heartbeat.beat(false, Optional.empty(), NOW);
        assertThat(file).doesNotExist();

        heartbeat.beat(true, Optional.empty(), NOW.plusSeconds(5));
        assertThat(file).exists();
        Files.delete(file);

        heartbeat.beat(false, Optional.empty(), NOW.plusSeconds(10));
        assertThat(file).exists();
    }

    @Test
    void aWriteThatDoesNotEndStopsItAndOneThatTakesLongDoesNot() throws Exception {
        heartbeat.beat(true, Optional.of(NOW.minus(Duration.ofMinutes(4))), NOW);
        assertThat(file).exists();
        Files.delete(file);

        heartbeat.beat(true, Optional.of(NOW.minus(Duration.ofMinutes(6))), NOW);
        assertThat(file).doesNotExist();
    }

    @Test
    void itIsDueEveryFiveSecondsAlsoAfterTheClockWasSetBack() {
        assertThat(heartbeat.isDue(NOW)).isTrue();
        heartbeat.beat(true, Optional.empty(), NOW);

        assertThat(heartbeat.isDue(NOW.plusSeconds(4))).isFalse();
        assertThat(heartbeat.isDue(NOW.plusSeconds(5))).isTrue();
        assertThat(heartbeat.isDue(NOW.minus(Duration.ofHours(1)))).isTrue();
    }

    @Test
    void withoutAFileItIsNeverDue() {
        assertThat(new Heartbeat(Optional.empty()).isDue(NOW)).isFalse();
    }

    @Test
    void aFileThatCannotBeWrittenDoesNotEndTheListener() {
        Heartbeat nowhere = new Heartbeat(Optional.of(folder.resolve("no").resolve("where")));

        nowhere.beat(true, Optional.empty(), NOW);

        assertThat(nowhere.isDue(NOW.plusSeconds(5))).isTrue();
    }
}
