package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.DUMPS_FROM_A_THOUSAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.HistoryFaults;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpFile;
import io.gapless.trade.TradeIdRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What dumps must show before ids that REST went over count as never issued: the borders of days, and of
/// dumps.
class DumpEvidenceTest extends RepairWithDumps {
    private static final TradeIdRange HOLE = new TradeIdRange(200, 204);

    DumpEvidenceTest(@TempDir Path folder) {
        super(folder);
    }

    private void tradedAndArchived(long first, long last, String from) throws InterruptedException {
        Instant time = Instant.parse(from);
        if (world.clock.instant().isBefore(time.plusSeconds(60))) {
            world.clock.advance(Duration.between(world.clock.instant(), time.plusSeconds(60)));
        }
        world.traded(A, first, last, time);
        if (world.read(A).wanted().followedFrom().isEmpty()) {
            world.follow(A, first);
        }
        world.listenerArchives(A, first, last);
    }

    /// Ids 100 to 199 and 205 to 304, on one day.
    private void aHoleInADay() throws InterruptedException {
        tradedAndArchived(100, 199, "2026-03-01T12:00:00Z");
        tradedAndArchived(205, 304, "2026-03-01T12:01:00Z");
    }

    private SymbolReport seen(Faults faults) throws InterruptedException {
        RepairReport report = world.repair(faults, DUMPS_FROM_A_THOUSAND);
        assertThat(report.symbols()).hasSize(1);
        return report.symbols().getFirst();
    }

    private SymbolReport seenTwice() throws InterruptedException {
        return seenTwice(Faults.NONE);
    }

    /// The second time on a day on which the dumps of all before could be out.
    private SymbolReport seenTwice(Faults secondTime) throws InterruptedException {
        assertThat(seen(Faults.NONE).absent()).isEmpty();
        world.clock.advance(Duration.ofDays(1));
        return seen(secondTime);
    }

    private static void assertOpen(SymbolReport report, String why) {
        assertThat(report.absent()).isEmpty();
        assertThat(report.left()).containsExactly(HOLE);
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note).contains("stays open").contains(why));
    }

    @Test
    void aHoleOverMidnightTakesTheDumpsOfBothDays() throws Exception {
        tradedAndArchived(100, 199, "2026-03-01T23:00:00Z");
        tradedAndArchived(205, 304, "2026-03-02T00:01:00Z");
        publish(DAY, _ -> true);
        publish(DAY.plusDays(1), _ -> true);

        SymbolReport report = seenTwice();

        assertThat(report.absent()).containsExactly(HOLE);
        String evidence =
                new String(
                        world.archive.get(report.evidence().getLast()).orElseThrow(),
                        StandardCharsets.UTF_8);
        assertThat(evidence)
                .contains(new DumpFile(A, DAY).zipName())
                .contains(new DumpFile(A, DAY.plusDays(1)).zipName());
    }

    @Test
    void theDumpOfTheDayAfterTheHoleHasToBeginWhereTheHoleEnds() throws Exception {
        tradedAndArchived(100, 199, "2026-03-01T23:00:00Z");
        tradedAndArchived(205, 304, "2026-03-02T00:01:00Z");
        publish(DAY, _ -> true);
        publish(DAY.plusDays(1), id -> id > 205);

        assertOpen(seenTwice(), "AAAUSDT-trades-2026-03-02.zip is short");
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"100, 198", "100, 199", "205, 304"})
    void aDumpThatDoesNotHaveBothNeighboursOfTheHoleIsNoEvidence(long first, long last)
            throws Exception {
        aHoleInADay();
        publish(DAY, id -> first <= id && id <= last);

        assertOpen(seenTwice(), "is short");
    }

    @Test
    void theNeighboursMayBeTheOnlyTradesOfTheirDay() throws Exception {
        tradedAndArchived(199, 199, "2026-03-01T12:00:00Z");
        tradedAndArchived(205, 205, "2026-03-01T12:01:00Z");
        publish(DAY, _ -> true);

        assertThat(seenTwice().absent()).containsExactly(HOLE);
    }

    @Test
    void theFirstTradeOfAllIsANeighbourLikeOthers() throws Exception {
        tradedAndArchived(0, 0, "2026-03-01T12:00:00Z");
        tradedAndArchived(6, 9, "2026-03-01T12:01:00Z");
        publish(DAY, id -> id >= 6);

        assertThat(seenTwice().absent()).isEmpty();
    }

    @Test
    void aDumpThatLacksArchivedTradesIsShortHoweverManyItHasThatNobodyWants() throws Exception {
        world.traded(A, 50, 99, Instant.parse("2026-03-01T11:00:00Z"));
        aHoleInADay();
        publish(DAY, id -> id < 160 || id > 164);

        assertOpen(seenTwice(), "is short");
    }

    @Test
    void withoutTheDatesOfItsNeighboursAHoleStaysOpen() throws Exception {
        aHoleInADay();
        publish(DAY, _ -> true);
        HistoryFaults noDate =
                call ->
                        call.asked().endsWith("from id 199")
                                ? new HistoryFault.EmptyPage()
                                : HistoryFault.none();

        assertOpen(seenTwice(Faults.of(noDate)), "the exchange does not tell their date");
    }

    @Test
    void aQuietDayWhoseDumpIsEmptyObjectsToNothing() throws Exception {
        tradedAndArchived(100, 199, "2026-03-01T12:00:00Z");
        tradedAndArchived(205, 304, "2026-03-03T12:00:00Z");
        for (int day = 0; day <= 2; day++) {
            publish(DAY.plusDays(day), _ -> true);
        }

        assertThat(seenTwice().absent()).containsExactly(HOLE);
    }

    @Test
    void aDumpThatCannotBeFetchedIsTold() throws Exception {
        aHoleInADay();
        DumpFile file = new DumpFile(A, DAY);
        dumps.answer(new DumpDay.Unavailable(file, "the host of the dumps does not answer"), file);

        SymbolReport report = seenTwice();

        assertOpen(report, "does not answer");
        assertThat(report.notes()).contains("the host of the dumps does not answer");
    }

    @Test
    void whereADumpBringsOtherTradesTheHoleIsLookedAtAgainInTheSameRun() throws Exception {
        aHoleInADay();
        world.traded(A, 305, 404, Instant.parse("2026-03-01T12:02:00Z"));
        world.listenerArchives(A, 305, 349);
        world.listenerArchives(A, 355, 404);
        publish(DAY, _ -> true);
        assertThat(seen(Faults.of(steppingOver(350, 354))).left())
                .containsExactly(HOLE, new TradeIdRange(350, 354));
        world.clock.advance(Duration.ofDays(1));

        SymbolReport report = seen(Faults.of(steppingOver(350, 354)));

        assertThat(report.fromDumps()).isEqualTo(5);
        assertThat(report.absent()).containsExactly(HOLE);
        assertThat(report.left()).isEmpty();
    }

    private static HistoryFaults steppingOver(long first, long last) {
        return _ -> new HistoryFault.StepsOver(new TradeIdRange(first, last));
    }
}
