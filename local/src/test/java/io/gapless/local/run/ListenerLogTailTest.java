package io.gapless.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerLogTailTest {
    @TempDir private Path folder;

    @Test
    void complaintsAreToldOnceAndInWords() throws IOException {
        Path log = folder.resolve("listener.log");
        ListenerLogTail tail = new ListenerLogTail(log);
        tail.begin();
        write(
                log,
                """
                {"message":"starting","level":"INFO","symbols":1}
                {"message":"A connection is replaced","level":"WARN","detail":"does not serve this location (HTTP 451)"}
                {"message":"A connection is replaced","level":"WARN","detail":"does not serve this location (HTTP 451)"}
                {"message":"alarm","level":"ERR\
                """);

        assertThat(tail.complaints())
                .containsExactly(
                        "A connection is replaced: does not serve this location (HTTP 451)");

        write(log, "OR\",\"problem\":\"the disk is full\"}\n");
        assertThat(tail.complaints()).containsExactly("alarm: the disk is full");
        assertThat(tail.complaints()).isEmpty();
    }

    @Test
    void theLastWordsAreThoseForPeopleSinceTheStart() throws IOException {
        Path log = folder.resolve("listener.log");
        write(log, "gapless listener: of an earlier start\n");
        ListenerLogTail tail = new ListenerLogTail(log);
        tail.begin();
        write(
                log,
                """
                {"message":"cannot start","level":"ERROR","problem":"first"}
                gapless listener: first
                gapless listener: second
                """);

        assertThat(tail.lastWords()).isEqualTo("first" + System.lineSeparator() + "second");
    }

    @Test
    void aListenerWithoutWordsIsQuotedFromTheEndOfItsLog() throws IOException {
        Path log = folder.resolve("listener.log");
        ListenerLogTail tail = new ListenerLogTail(log);
        tail.begin();
        write(log, "1\n2\n3\n4\n5\nOutOfMemoryError\n");

        assertThat(tail.lastWords().lines())
                .containsExactly("2", "3", "4", "5", "OutOfMemoryError");
    }

    @Test
    void aLogThatIsNotThereIsSaid() throws IOException {
        ListenerLogTail tail = new ListenerLogTail(folder.resolve("listener.log"));
        tail.begin();

        assertThat(tail.complaints()).isEmpty();
        assertThat(tail.lastWords()).contains("no log at", "listener.log");
    }

    private static void write(Path log, String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
