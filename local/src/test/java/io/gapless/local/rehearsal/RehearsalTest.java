package io.gapless.local.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.local.Gapless;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gapless rehearse` as a user starts it, as small as it gets: 3 days of 2 symbols, a kill, and a fault at the end.
class RehearsalTest {
    @TempDir private Path folder;

    /// What the command said, and its exit code.
    private record Said(int code, String out) {
        String lastLine() {
            return out.lines().reduce((_, last) -> last).orElse("");
        }
    }

    private Said rehearse() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        int code =
                Gapless.commandLine()
                        .setOut(out)
                        .setErr(out)
                        .execute(
                                "rehearse",
                                "--days=3",
                                "--symbols=2",
                                "--kills=1",
                                "--sabotage=change",
                                "--keep=" + folder);
        return new Said(code, text.toString());
    }

    @Test
    void everythingHoldsUntilARowIsChangedAndThatIsToldInTheLastLine() {
        Set<ProcessHandle> before = children();

        Said said = rehearse();

        assertThat(said.out())
                .containsPattern(
                        "(?m)^REHEARSED: 3 days of 2 symbols, [0-9,]+ trades, missing 0, twice 0, different 0, "
                                + "conflicts planted (\\d+) reported \\1, certificates checked 6, kills 1, gaps [1-9]");
        assertThat(said.lastLine())
                .startsWith("NOT REHEARSED: ")
                .contains("missing 0, twice 0, different 1,")
                .containsPattern(
                        "; 3 problems, the first: certificates/symbol=BTCUSDT/date=2025-01-01/certificate-0001.json: "
                                + "the trades under trades/ have the digest");
        assertThat(said.code()).isEqualTo(1);
        assertThat(before).containsAll(children());
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .collect(Collectors.toSet());
    }
}
