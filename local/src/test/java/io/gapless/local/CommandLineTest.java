package io.gapless.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.local.command.Failures;
import io.gapless.trade.SampleTrades;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands as a user types them, over a folder and the simulated exchange.
class CommandLineTest {
    private static final long FIRST = SeededTape.FIRST_LIVE_ID - 3_000;
    private static final long LAST = FIRST + 2_499;

    @SuppressWarnings("NullAway.Init")
    private static SimulatedExchange exchange;

    @TempDir Path folder = Path.of("");

    /// What a command said, and its exit code.
    record Said(int code, String out, String err) {}

    @BeforeAll
    static void open() {
        exchange = SimulatedExchange.start(ExchangeSettings.seeded("BTCUSDT", "ETHUSDT"));
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    private static Said gapless(String... arguments) {
        CommandLine line = Gapless.commandLine();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    private Said here(String command, String... more) {
        return gapless(
                Stream.concat(Stream.of(command, "--data-dir", folder.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Said backfill(long from, long to, String... more) {
        return here(
                "backfill",
                Stream.concat(
                                Stream.of(
                                        "--symbol",
                                        "BTCUSDT",
                                        "--from-id",
                                        Long.toString(from),
                                        "--to-id",
                                        Long.toString(to),
                                        "--rest-url",
                                        exchange.restUrl().toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private void filled() {
        Said said = backfill(FIRST, FIRST + 999);
        assertThat(said.code()).as(said.toString()).isZero();
        said = backfill(FIRST + 1_000, LAST);
        assertThat(said.code()).as(said.toString()).isZero();
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("trades"))) {
            return files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
        }
    }

    private String key(Path object) {
        return folder.relativize(object).toString().replace('\\', '/');
    }

    @Test
    void historyThatWasAskedForIsThereAndSound() {
        filled();

        Said verified = here("verify");

        assertThat(verified.code()).isZero();
        assertThat(verified.out())
                .contains("SOUND: 2,500 trades of 1 symbols, missing 0, twice 0, other problems 0");
        assertThat(here("query", "SELECT min(trade_id), max(trade_id), count(*) FROM trades").out())
                .contains(Long.toString(FIRST), Long.toString(LAST), "2500");
        assertThat(here("ls", "--source", "rest").out()).contains("BTCUSDT", "rest");
        assertThat(here("ls", "--source", "live").out())
                .isEqualTo("0 objects" + System.lineSeparator());
        assertThat(here("status").out()).contains("BTCUSDT", "2,500");
    }

    @Test
    void aBackfillThatIsCutShortGoesOnLater() {
        Said cut = aMinuteOfWork();

        assertThat(cut.code()).as(cut.toString()).isEqualTo(1);
        assertThat(here("status").out()).contains("ASKED  BTCUSDT");

        Said rest = backfill(FIRST, LAST, "--weight-per-minute", "6000");
        assertThat(rest.code()).as(rest.toString()).isZero();
        assertThat(here("verify").out()).contains("SOUND: 20,000 trades");
    }

    /// With the least weight there is and two seconds for it.
    private Said aMinuteOfWork() {
        return backfill(LAST - 19_999, LAST, "--weight-per-minute", "100", "--for", "2s");
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotMissing() {
        aMinuteOfWork();

        Said cancelled = here("cancel", "--symbol", "BTCUSDT");

        assertThat(cancelled.code()).isZero();
        assertThat(here("status").out()).doesNotContain("ASKED");
    }

    @Test
    void anObjectThatIsGoneIsNamedWithItsIds() throws IOException {
        filled();
        Path gone = objects().get(1);
        String ids = BatchKey.parse(key(gone)).range().toString();
        Files.delete(gone);

        Said verified = here("verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .contains(
                        "NOT SOUND",
                        "MISSING  BTCUSDT " + ids,
                        "the checkpoint has " + ids + " as archived, and no object holds it");
    }

    @Test
    void everySymbolIsJudgedByItself() throws IOException {
        filled();
        Said other =
                here(
                        "backfill",
                        "--symbol",
                        "ETHUSDT",
                        "--from-id",
                        Long.toString(FIRST),
                        "--to-id",
                        Long.toString(FIRST + 9),
                        "--rest-url",
                        exchange.restUrl().toString());
        assertThat(other.code()).as(other.toString()).isZero();
        Files.delete(objects().getFirst());

        Said verified = here("verify");

        assertThat(verified.out())
                .contains("1,510 trades of 2 symbols, missing 1,000, twice 0")
                .doesNotContain("MISSING  ETHUSDT");
    }

    @Test
    void aDamagedObjectIsNamedWithWhatIsWrong() throws IOException {
        filled();
        Path damaged = objects().getFirst();
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 3] ^= 0x10;
        Files.write(damaged, bytes);

        Said verified = here("verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .contains("WRONG  BTCUSDT object " + key(damaged) + ": the bytes are damaged");
    }

    @Test
    void emptyAndTruncatedObjectsAreNamed() throws IOException {
        filled();
        List<Path> objects = objects();
        Files.write(objects.get(0), new byte[0]);
        byte[] whole = Files.readAllBytes(objects.get(1));
        Files.write(objects.get(1), Arrays.copyOf(whole, whole.length / 2));

        Said verified = here("verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains(key(objects.get(0)), key(objects.get(1)));
    }

    @Test
    void tradesThatAreThereTwiceAreNamed() throws IOException {
        filled();
        Batch again = new SampleTrades(1).fromId(LAST - 9).batch(20);
        put(again.key().toString(), new BatchCodec().encode(again));

        Said verified = here("verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .contains("TWICE  BTCUSDT " + (LAST - 9) + ".." + LAST, "twice 10");
    }

    @Test
    void anObjectUnderAnotherDateIsNamed() throws IOException {
        filled();
        Path object = objects().getFirst();
        String moved = key(object).replaceAll("date=[^/]+", "date=2020-01-01");
        put(moved, Files.readAllBytes(object));

        Said verified = here("verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains(moved);
    }

    @Test
    void whatIsNoObjectOfTheArchiveIsNamed() throws IOException {
        filled();
        put("trades/README.txt", new byte[] {1});

        Said verified = here("verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains("WRONG  trades/README.txt");
    }

    private void put(String key, byte[] bytes) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Test
    void lostCheckpointsAreRebuiltFromTheObjects() throws IOException {
        filled();
        Path database = folder.resolve("checkpoints.sqlite");
        assertThat(database).exists();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.getFileName().toString().startsWith("checkpoints"))
                            .toList()) {
                Files.delete(file);
            }
        }
        assertThat(here("verify").out()).contains("there are objects, and no checkpoint");

        Said tooSoon = here("rebuild");
        Said rebuilt = here("rebuild", "--nobody-writes");

        assertThat(tooSoon.code()).isEqualTo(Failures.CANNOT_WORK);
        assertThat(tooSoon.err()).contains("somebody writes, or did a moment ago");
        assertThat(rebuilt.code()).as(rebuilt.toString()).isZero();
        assertThat(rebuilt.out()).contains("BTCUSDT: 2,500 trades");
        assertThat(here("verify").code()).isZero();
    }

    @Test
    void statusTellsTheSameToPrograms() throws IOException {
        filled();

        JsonNode status = new JsonMapper().readTree(here("status", "--json").out());

        assertThat(status.get(0).get("symbol").asText()).isEqualTo("BTCUSDT");
        assertThat(status.get(0).get("archived").get(0).get(0).asLong()).isEqualTo(FIRST);
    }

    @Test
    void aSymbolThatTheExchangeDoesNotHaveIsNamed() {
        Said said =
                here(
                        "backfill",
                        "--symbol",
                        "BTCUSDR",
                        "--from-id",
                        "1",
                        "--to-id",
                        "2",
                        "--for",
                        "5s",
                        "--rest-url",
                        exchange.restUrl().toString());

        assertThat(said.code()).isNotZero();
        assertThat(said.out() + said.err()).contains("BTCUSDR");
    }

    @Test
    void wrongWordsAreExplained() {
        Said noSuchFolder = gapless("verify", folder.resolve("elsewhere").toString());
        assertThat(noSuchFolder.code()).isNotZero();
        assertThat(noSuchFolder.err()).contains("elsewhere");

        Said path = gapless("verify", "s3://bucket/path");
        assertThat(path.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(path.err()).contains("expected s3://bucket");

        Said noTable = gapless("verify", "s3://bucket");
        assertThat(noTable.err()).contains("--table");

        Said sql = here("query", "SELEC 1");
        assertThat(sql.code()).isNotZero();

        Said backwards = backfill(LAST, FIRST);
        assertThat(backwards.code()).isEqualTo(Failures.WRONG_INPUT);

        Said symbol = gapless("backfill", "--symbol", "../x", "--from-id", "1", "--to-id", "2");
        assertThat(symbol.code()).isEqualTo(Failures.WRONG_INPUT);
    }
}
