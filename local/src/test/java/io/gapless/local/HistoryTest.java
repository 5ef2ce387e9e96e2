package io.gapless.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.exchange.tape.SeededTape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `gapless history` over a folder and the simulated exchange, which publishes each day in some bad shape.
class HistoryTest {
    private static final String FIRST = "2026-02-27";
    private static final String LAST = "2026-03-02";

    private final SimulatedExchange exchange =
            SimulatedExchange.start(
                    ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT"), 0.02).withHistory(8_000))
                            .withStart(Instant.parse("2026-03-03T00:30:00Z")));

    @TempDir Path folder = Path.of("");

    /// What a command said, and its exit code.
    record Said(int code, String out) {}

    @AfterEach
    void close() {
        exchange.close();
    }

    private Said gapless(String command, String... more) {
        CommandLine line = Gapless.commandLine();
        StringWriter out = new StringWriter();
        PrintWriter to = new PrintWriter(out);
        line.setOut(to).setErr(to);
        int code =
                line.execute(
                        Stream.concat(
                                        Stream.of(command, "--data-dir", folder.toString()),
                                        Stream.of(more))
                                .toArray(String[]::new));
        return new Said(code, out.toString());
    }

    private Said history(String... more) {
        return gapless(
                "history",
                Stream.concat(
                                Stream.of(
                                        "--symbol",
                                        "BTCUSDT",
                                        "--from",
                                        FIRST,
                                        "--to",
                                        LAST,
                                        "--rest-url",
                                        exchange.restUrl().toString(),
                                        "--dump-url",
                                        exchange.dumpUrl().toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private void flaw(String date, DumpFlaw flaw, int rows) {
        exchange.faults()
                .inject(
                        new Fault.FlawedDump(
                                Optional.of("BTCUSDT"),
                                Optional.of(LocalDate.parse(date)),
                                flaw,
                                rows,
                                Optional.empty()));
    }

    @Test
    void daysComeFromTheirDumpsAndWhatIsWrongWithThemFromRest() {
        flaw("2026-02-27", DumpFlaw.HOLE, 40);
        flaw("2026-02-28", DumpFlaw.WRONG_CHECKSUM, 1);
        flaw("2026-03-01", DumpFlaw.UNSORTED, 1);
        flaw("2026-03-01", DumpFlaw.DUPLICATE, 30);
        flaw("2026-03-01", DumpFlaw.HEADER, 1);
        flaw("2026-03-02", DumpFlaw.SHORT, 100);
        exchange.faults().inject(new Fault.CutDumps(2, 500));

        Said said = history();

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out())
                .contains("days: 3 by dump, 0 without one, 1 with a broken one, 0 not reached")
                .contains("2026-02-28: BROKEN")
                .contains("2026-02-27: the dump lacks 40 ids")
                .contains(" 0 absent, 0 open, 0 conflicts");
        Said verified = gapless("verify");
        assertThat(verified.out()).contains("SOUND").contains("missing 0, twice 0");
        assertThat(verified.code()).isZero();
        Said bySource =
                gapless(
                        "query",
                        "SELECT source, count(*) > 100 FROM trades GROUP BY source ORDER BY source");
        assertThat(bySource.out()).contains("dump", "rest");

        Said again = history();

        assertThat(again.code()).as(again.out()).isZero();
        assertThat(again.out()).contains("trades: 0 from dumps, 0 from REST, 0 compared");
    }

    @Test
    void whatWasCutShortGoesOnWhereItWas() {
        Said cut = history("--for", "0s");

        assertThat(cut.code()).as(cut.out()).isEqualTo(1);
        assertThat(cut.out()).contains(" open, 0 conflicts");

        Said rest = history();

        assertThat(rest.code()).as(rest.out()).isZero();
        assertThat(rest.out()).contains("days: 4 by dump").contains(" 0 from REST");
        assertThat(gapless("verify").out()).contains("SOUND");
    }

    @Test
    void rowsThatContradictTheArchiveAreToldAndStayAsTheyWere() {
        Said whole =
                gapless(
                        "backfill",
                        "--symbol",
                        "BTCUSDT",
                        "--from",
                        FIRST,
                        "--to",
                        "2026-02-27T18:00:00Z",
                        "--rest-url",
                        exchange.restUrl().toString());
        assertThat(whole.code()).as(whole.out()).isZero();
        String sum = "SELECT sum(price) FROM trades WHERE source = 'rest'";
        String before = gapless("query", sum).out();
        flaw("2026-02-27", DumpFlaw.CONFLICT, 1_000);

        Said said = history();

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out()).contains("CONFLICT BTCUSDT").doesNotContain(" 0 conflicts");
        assertThat(gapless("query", sum).out()).isEqualTo(before);
    }

    @Test
    void aDumpThatIsRewrittenIsComparedWithDaysThatAreComplete() {
        assertThat(history().code()).isZero();
        flaw("2026-02-28", DumpFlaw.CONFLICT, 3);
        assertThat(history().out()).contains("0 compared with the archive");

        Said said = history("--compare");

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out()).contains(" 0 open, 3 conflicts");
        assertThat(said.out().lines().filter(line -> line.startsWith("CONFLICT"))).hasSize(3);
        assertThat(gapless("verify").out()).contains("SOUND");
    }

    @Test
    void historyThatRestHasWithdrawnIsFoundByTheDumps() {
        long all = exchange.truth("BTCUSDT").lastId();
        exchange.faults().inject(new Fault.WithdrawHistory("BTCUSDT", all));

        Said said = history();

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out()).contains("days: 4 by dump").contains(" 0 open");
        assertThat(gapless("verify").out()).contains("SOUND");
    }

    @Test
    void aLateDumpLeavesTheDayToRest() {
        exchange.faults().inject(new Fault.LateDumps(Duration.ofDays(2)));

        Said said = history();

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out()).contains("days: 2 by dump, 2 without one");
    }
}
