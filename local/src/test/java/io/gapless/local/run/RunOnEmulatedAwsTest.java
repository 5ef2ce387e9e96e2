package io.gapless.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gapless.local.Gapless;
import io.gapless.local.build.Checkout;
import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.emulator.Emulators;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gapless run --aws local` as a user starts it: the listener's jar, the Lambda's handler, S3Proxy and
/// DynamoDB Local. Left out where the listener's jar is not built yet.
class RunOnEmulatedAwsTest {
    @TempDir private Path dataDir;

    private record Outcome(int status, String output, String errors) {}

    @BeforeAll
    static void theListenerIsBuilt() {
        assumeTrue(Files.exists(Checkout.ofThisProgram().listener()), "listener.jar");
    }

    @Test
    void theDemonstrationIsProvedAndAllCommandsFindItsArchive() {
        Outcome run =
                gapless(
                        "run",
                        "--aws=local",
                        "--for=15s",
                        "--flush-interval=1s",
                        "--symbols=BTCUSDT,ETHUSDT");

        assertThat(run.output()).contains("KILLED the listener", "PROVED");
        assertThat(run.status()).isZero();
        assertThat(gapless("status").output()).contains("BTCUSDT", "ETHUSDT");
        assertThat(gapless("verify").output()).contains("SOUND: ").doesNotContain("NOT SOUND");
        Outcome query = gapless("query", "SELECT count(*) FROM trades");
        assertThat(number("count_star\\(\\)\\s+([0-9]+)", query.output()))
                .isEqualTo(number("PROVED: ([0-9,]+)", run.output()))
                .isPositive();
        assertThat(new EmulatedAws(dataDir).bucketFolder().resolve("trades")).isDirectory();
    }

    @Test
    void aPlainFolderAndEmulatedAwsAreKeptApart() throws Exception {
        Files.createFile(dataDir.resolve("checkpoints.sqlite"));

        assertThat(gapless("run", "--aws=local").errors())
                .contains(dataDir.toString(), "leave out --aws local");

        Files.delete(dataDir.resolve("checkpoints.sqlite"));
        Files.createDirectories(dataDir.resolve("aws"));

        assertThat(gapless("run").errors()).contains(dataDir.toString(), "say --aws local");
    }

    @Test
    void aSecondRunIsRefusedAndALookJoins() {
        EmulatedAws aws = new EmulatedAws(dataDir);
        try (Emulators running = Emulators.start(aws)) {
            Outcome second = gapless("run", "--aws=local");
            assertThat(second.errors()).contains("another gapless is at work on " + dataDir);
            assertThat(second.status()).isEqualTo(3);
            try (Emulators joined = Emulators.join(aws)) {
                assertThat(joined.endpoints()).isEqualTo(running.endpoints());
            }
            assertThat(running.trouble()).as("still alive").isEmpty();
        }
    }

    @Test
    void anEmulatorThatDiesIsNamed() {
        try (Emulators emulators = Emulators.start(new EmulatedAws(dataDir))) {
            ProcessHandle s3 =
                    ProcessHandle.current()
                            .children()
                            .filter(child ->
                                    child.info().commandLine().orElse("").contains("S3Main"))
                            .findAny()
                            .orElseThrow();
            s3.destroyForcibly();
            s3.onExit().join();

            assertThat(emulators.trouble())
                    .hasValueSatisfying(sentence ->
                            assertThat(sentence).contains("S3Proxy", Long.toString(s3.pid())));
        }
    }

    private Outcome gapless(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data-dir=" + dataDir;
        int status =
                Gapless.commandLine()
                        .setOut(new PrintWriter(output))
                        .setErr(new PrintWriter(errors))
                        .execute(all);
        return new Outcome(status, output.toString(), errors.toString());
    }

    private static long number(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }
}
