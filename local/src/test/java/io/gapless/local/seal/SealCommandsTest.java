package io.gapless.local.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gapless.local.Gapless;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `seal`, `certify` and `verify --certificates` as a user types them.
class SealCommandsTest {
    private static final LocalDate DAY = LocalDate.parse("2026-01-02");
    private static final String CERTIFICATE =
            "certificates/symbol=BTCUSDT/date=2026-01-03/certificate-0001.json";

    @TempDir private Path root = Path.of("");

    /// What a command said, and its exit code.
    private record Said(int code, String out, String err) {}

    private Said gapless(String... arguments) {
        CommandLine line = Gapless.commandLine();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code =
                line.execute(
                        Stream.concat(
                                        Stream.of(arguments),
                                        Stream.of("--data-dir", root.toString()))
                                .toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    @BeforeEach
    void threeDays() {
        try (SealedFolder folder = new SealedFolder(root, Clock.systemUTC())) {
            folder.trade(DAY, 100);
            folder.trade(DAY.plusDays(1), 100);
            folder.trade(DAY.plusDays(2), 10);
        }
    }

    private Said sealed() {
        return gapless("seal", "--from", "2026-01-01", "--to", "2026-01-31");
    }

    @Test
    void completeDaysAreSealedOnceAndTheirCertificatesHold() {
        Said first = sealed();

        assertThat(first.code()).as(first.toString()).isZero();
        assertThat(first.out())
                .contains("BTCUSDT 2026-01-02  certified: 100 trades")
                .contains("BTCUSDT 2026-01-04  not yet: no trade of a later day follows 5209")
                .contains("2 days certified, 1 not complete yet, 0 wrong");
        assertThat(sealed().out()).contains("BTCUSDT 2026-01-03  sealed before");
        Said verified = gapless("verify", "--certificates");
        assertThat(verified.code()).as(verified.toString()).isZero();
        assertThat(verified.out())
                .contains("CERTIFICATES HOLD: 2 certified days, 200 trades, 0 problems");
        assertThat(gapless("verify").code()).isZero();
    }

    @Test
    void aCertificateIsPrinted() throws IOException {
        Said certified = gapless("certify", "--symbol", "BTCUSDT", "--date", "2026-01-03");

        assertThat(certified.code()).as(certified.toString()).isZero();
        assertThat(certified.out()).isEqualTo(Files.readString(root.resolve(CERTIFICATE)));
        assertThat(gapless("certify", "--symbol", "BTCUSDT", "--date", "2026-01-03").out())
                .isEqualTo(certified.out());
        Said open = gapless("certify", "--symbol", "BTCUSDT", "--date", "2026-01-04");
        assertThat(open.code()).isEqualTo(1);
        assertThat(open.err()).contains("BTCUSDT 2026-01-04 cannot be certified: not complete yet");
    }

    @Test
    void whatWasChangedAfterwardsIsToldWithItsPlace() throws IOException {
        sealed();
        Path sealed = only("sealed/symbol=BTCUSDT/date=2026-01-02");
        byte[] bytes = Files.readAllBytes(sealed);
        bytes[1_000] ^= 1;
        Files.write(sealed, bytes);
        Files.delete(only("trades/symbol=BTCUSDT/date=2026-01-03"));
        edit(
                "\"before\" : {\n    \"kind\" : \"neighbour\",\n    \"id\" : 5099",
                "\"before\" : {\n    \"kind\" : \"neighbour\",\n    \"id\" : 5098");

        Said verified = gapless("verify", "--certificates");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .contains(
                        "date=2026-01-02/certificate-0001.json: "
                                + key(sealed)
                                + " is not the object that was certified")
                .contains(CERTIFICATE + ": [5180..5199] are certified and not under trades/")
                .contains(CERTIFICATE + ": it does not tell what became of [5099]")
                .contains("CERTIFICATES DO NOT HOLD");
    }

    @Test
    void aTradeThatIsThereAndNotCertifiedIsTold() {
        sealed();
        try (SealedFolder folder = new SealedFolder(root, Clock.systemUTC())) {
            folder.market.fromId(5_210);
            folder.archive(
                    folder.market.at(java.time.Instant.parse("2026-01-03T23:59:59Z")).take(1));
        }

        Said verified = gapless("verify", "--certificates");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .contains("[5210] are under trades/ and not certified: seal the day again");
    }

    @Test
    void thePythonScriptChecksACertificateWithoutGapless() throws Exception {
        sealed();
        String python = System.getProperty("gapless.python", "python3");
        assumeThat(run(List.of(python, "-c", "import duckdb")).code())
                .as("python3 with duckdb")
                .isZero();
        List<String> check =
                List.of(
                        python,
                        "../docs/check_certificate.py",
                        root.toString(),
                        root.resolve(CERTIFICATE).toString());

        Said sound = run(check);
        assertThat(sound.code()).as(sound.toString()).isZero();
        assertThat(sound.out()).isEqualTo("OK: BTCUSDT 2026-01-03, 100 trades\n");

        Files.delete(only("trades/symbol=BTCUSDT/date=2026-01-03"));
        Said wrong = run(check);
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).contains("trades/: 80 trades instead of 100");
    }

    /// The last file in a folder of the archive.
    private Path only(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().reduce((_, b) -> b).orElseThrow();
        }
    }

    private String key(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private void edit(String from, String to) throws IOException {
        Path file = root.resolve(CERTIFICATE);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static Said run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Said(127, "", e.toString());
        }
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " does not end");
        }
        return new Said(process.exitValue(), out, "");
    }
}
