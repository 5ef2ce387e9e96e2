package io.gapless.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gapless.local.Gapless;
import io.gapless.local.build.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gapless chaos` as a user starts it, for two minutes. Left out where the listener's jar is not built yet.
class ChaosTest {
    private static final Pattern SUMMARY =
            Pattern.compile(
                    "kills ([0-9,]+), gaps opened [0-9,]+ \\([0-9,]+ ids\\), claims left behind [0-9,]+, trades ([0-9,]+), missing 0, twice 0, different 0");

    @TempDir private Path folder;

    @BeforeAll
    static void theListenerIsBuilt() {
        assumeTrue(Files.exists(Checkout.ofThisProgram().listener()), "listener.jar");
    }

    @Test
    void nothingIsLostAndNothingIsThereTwiceAndNoProcessIsLeft() {
        Set<ProcessHandle> before = children();
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output);

        int status =
                Gapless.commandLine()
                        .setOut(out)
                        .setErr(out)
                        .execute(
                                "chaos",
                                "--minutes=2",
                                "--seed=7",
                                "--verbose",
                                "--keep=" + folder);

        assertThat(output.toString()).contains("PROVED: nothing lost, nothing twice");
        assertThat(status).isZero();
        Matcher summary = SUMMARY.matcher(output.toString());
        assertThat(summary.find()).isTrue();
        assertThat(number(summary.group(1))).as("kills").isPositive();
        assertThat(number(summary.group(2))).as("trades").isGreaterThan(1_000);
        Set<ProcessHandle> after = children();
        after.removeAll(before);
        assertThat(after).isEmpty();
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .collect(Collectors.toSet());
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }
}
