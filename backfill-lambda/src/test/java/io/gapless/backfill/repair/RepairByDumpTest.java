package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.DUMPS_FROM_A_THOUSAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.StorageFaults;
import io.gapless.backfill.repair.DayReport.Ending;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpFile;
import io.gapless.dump.SampleDumps;
import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Gaps of a day that is over, with its dump in all states that dumps have been in.
class RepairByDumpTest extends RepairWithDumps {
    private static final DumpFile FILE = new DumpFile(A, DAY);
    private static final long FIRST = 100;
    private static final long LAST = 6_099;

    /// The first id of the next day.
    private static final long NEXT_DAY = 4_089;

    RepairByDumpTest(@TempDir Path folder) {
        super(folder);
        world.traded(A, FIRST, LAST, Instant.parse("2026-03-01T23:59:56Z"));
        world.follow(A, FIRST);
    }

    private void aLargeGap() throws InterruptedException {
        world.listenerArchives(A, FIRST, 199);
        world.listenerArchives(A, 6_000, LAST);
    }

    private RepairReport repair() throws InterruptedException {
        return world.repair(Faults.NONE, DUMPS_FROM_A_THOUSAND);
    }

    private static SymbolReport only(RepairReport report) {
        assertThat(report.symbols()).hasSize(1);
        return report.symbols().getFirst();
    }

    private long pages() {
        return world.limits.calls().stream()
                .filter(call -> call.endpoint().equals("historicalTrades"))
                .count();
    }

    @Test
    void aLargeGapOfADayThatIsOverComesFromItsDumpAndTheNewDayFromRest() throws Exception {
        aLargeGap();
        publish(DAY, _ -> true);

        RepairReport report = repair();

        world.assertComplete(A, FIRST, LAST);
        assertThat(only(report).fromDumps()).isEqualTo(NEXT_DAY - 200);
        assertThat(only(report).filled()).isEqualTo(5_800);
        assertThat(pages()).isLessThan(10);
        assertThat(dumps.asked()).containsExactly(FILE);
        assertThat(world.archive.keys().stream().filter(key -> key.contains("date=2026-03-01")))
                .hasSize(2);
    }

    @Test
    void aSmallGapComesFromRestAndNoDumpIsAsked() throws Exception {
        world.listenerArchives(A, FIRST, 199);
        world.listenerArchives(A, 1_000, LAST);
        publish(DAY, _ -> true);

        assertThat(only(repair()).fromDumps()).isZero();

        world.assertComplete(A, FIRST, LAST);
        assertThat(dumps.asked()).isEmpty();
    }

    @Test
    void whatADumpLacksComesFromRest() throws Exception {
        aLargeGap();
        publish(DAY, id -> id < 3_500 && (id < 500 || id > 799));

        RepairReport report = repair();

        world.assertComplete(A, FIRST, LAST);
        assertThat(only(report).fromDumps()).isEqualTo(3_500 - 200 - 300);
        assertThat(only(report).conflictCount()).isZero();
    }

    @Test
    void withoutADumpEverythingComesFromRest() throws Exception {
        aLargeGap();
        assertThat(only(repair()).fromDumps()).isZero();
        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void aBrokenDumpIsToldAndEverythingComesFromRest() throws Exception {
        aLargeGap();
        byte[] nonsense = "1,2,3\n".getBytes(StandardCharsets.UTF_8);
        dumps.publish(FILE, SampleDumps.zip(FILE.csvName(), nonsense));

        RepairReport report = repair();

        world.assertComplete(A, FIRST, LAST);
        assertThat(only(report).notes())
                .anySatisfy(note -> assertThat(note).startsWith("ALARM").contains("line 1"));
    }

    @Test
    void rowsInAnyOrderAndTwiceAreArchivedOnce() throws Exception {
        aLargeGap();
        List<Trade> shuffled = new ArrayList<>(rows(_ -> true).rows());
        shuffled.addAll(shuffled.subList(100, 300));
        Collections.shuffle(shuffled, new Random(1));
        dumps.publish(A, DAY, TradeColumns.of(shuffled));

        assertThat(only(repair()).fromDumps()).isEqualTo(NEXT_DAY - 200);

        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void idsThatNobodyWantsAreNotTakenFromADump() throws Exception {
        world.listenerArchives(A, 6_000, LAST);
        Trade mad =
                new Trade(
                        9_000_000_000_000L,
                        1,
                        1,
                        Trade.micros(Instant.parse("2026-03-01T23:59:59Z")),
                        true,
                        true,
                        Trade.UNKNOWN,
                        Trade.UNKNOWN,
                        io.gapless.trade.Source.DUMP);
        TradeColumns rows = rows(_ -> true);
        rows.add(mad);
        dumps.publish(A, DAY, rows);

        DayReport day = world.day(A, DAY, StorageFaults.NONE);

        assertThat(day.read().unwanted()).isEqualTo(1);
        assertThat(day.read().archived()).isEqualTo(NEXT_DAY - FIRST);
        assertThat(world.read(A).archived().span().orElseThrow().last()).isEqualTo(LAST);
    }

    @Test
    void withdrawnHistoryComesFromTheDumpHoweverSmallTheGapIs() throws Exception {
        world.listenerArchives(A, FIRST, 199);
        world.listenerArchives(A, 250, LAST);
        world.tape.withdrawBelow("AAAUSDT", 4_000);
        publish(DAY, _ -> true);

        assertThat(only(repair()).fromDumps()).isEqualTo(50);

        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void aDeadListenersClaimIsFinishedFromTheDumpWhereRestCannot() throws Exception {
        world.listenerArchives(A, FIRST, 199);
        world.listenerDies(A, 200, 299, false);
        world.listenerArchives(A, 300, LAST);
        world.tape.withdrawBelow("AAAUSDT", 4_000);
        publish(DAY, _ -> true);
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        SymbolReport report = only(repair());

        assertThat(report.takenOver()).isEqualTo(100);
        assertThat(report.notes()).isEmpty();
        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void idsThatNeitherRestNorTheDumpHasAreAbsentWithBothAsEvidence() throws Exception {
        TradeIdRange hole = holeAtRest();
        publish(DAY, id -> !hole.contains(id));

        RepairReport report = anHourLater();

        assertThat(only(report).absent()).containsExactly(hole);
        String evidence = evidence(report);
        assertThat(evidence).contains(FILE.zipName()).containsPattern("[0-9a-f]{64}");
    }

    @Test
    void idsThatOnlyTheDumpHasAreArchivedFromIt() throws Exception {
        TradeIdRange hole = holeAtRest();
        publish(DAY, _ -> true);

        assertThat(only(anHourLater()).absent()).isEmpty();

        assertThat(hole.size()).isEqualTo(5);
        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void aDumpThatIsNotOutKeepsIdsOpenForAWeekAndNoLonger() throws Exception {
        TradeIdRange hole = holeAtRest();

        RepairReport open = anHourLater();

        assertThat(only(open).left()).containsExactly(hole);
        assertThat(only(open).notes())
                .anySatisfy(note -> assertThat(note).contains("stays open", "not published"));
        world.clock.advance(Duration.ofDays(6));
        assertThat(only(repair()).absent()).isEmpty();
        world.clock.advance(Duration.ofDays(1));
        assertThat(only(repair()).absent()).containsExactly(hole);
    }

    @Test
    void aShortDumpIsNoEvidence() throws Exception {
        TradeIdRange hole = holeAtRest();
        publish(DAY, id -> !hole.contains(id) && id != 2_000);

        RepairReport report = anHourLater();

        assertThat(only(report).absent()).isEmpty();
        assertThat(only(report).notes())
                .anySatisfy(note -> assertThat(note).contains("stays open", "is short"));
        publish(DAY, id -> !hole.contains(id));
        world.clock.advance(Duration.ofHours(2));
        assertThat(only(repair()).absent()).containsExactly(hole);
    }

    @Test
    void aDumpWithAWrongChecksumIsNoEvidence() throws Exception {
        holeAtRest();
        dumps.answer(new DumpDay.Broken(FILE, "another SHA-256 is published"), FILE);

        RepairReport report = anHourLater();

        assertThat(only(report).absent()).isEmpty();
        assertThat(only(report).notes())
                .anySatisfy(note -> assertThat(note).contains("ALARM another SHA-256"));
    }

    @Test
    void aRowThatContradictsAnArchivedOneIsReportedAndNothingIsOverwritten() throws Exception {
        aLargeGap();
        TradeColumns rows = new TradeColumns(100);
        for (Trade trade : rows(_ -> true).rows()) {
            rows.add(trade.id() == 150 || trade.id() == 160 ? dearer(trade) : trade);
        }
        dumps.publish(A, DAY, rows);

        DayReport day = world.day(A, DAY, StorageFaults.NONE);

        assertThat(day.ending()).isEqualTo(Ending.DONE);
        assertThat(day.read().archived()).isEqualTo(NEXT_DAY - 200);
        assertThat(day.read().there()).isEqualTo(100);
        assertThat(day.read().conflictCount()).isEqualTo(2);
        assertThat(day.read().conflicts())
                .allSatisfy(conflict -> {
                    assertThat(conflict.key().range()).isEqualTo(new TradeIdRange(FIRST, 199));
                    assertThat(conflict.published()).isEqualTo(dearer(conflict.archived()));
                })
                .extracting(Conflict::id)
                .containsExactly(150L, 160L);
        assertThat(world.archivedIds(A)).isEqualTo(world.read(A).archived());
    }

    @Test
    void aDayThatIsDoneIsOnlyCompared() throws Exception {
        aLargeGap();
        publish(DAY, _ -> true);
        var _ = world.day(A, DAY, StorageFaults.NONE);
        int objects = world.archive.keys().size();

        DayReport again = world.day(A, DAY, StorageFaults.NONE);

        assertThat(again.read().archived()).isZero();
        assertThat(again.read().there()).isEqualTo(NEXT_DAY - FIRST);
        assertThat(again.read().conflictCount()).isZero();
        assertThat(world.archive.keys()).hasSize(objects);
    }

    @Test
    void idsThatWereAbsentAndAreInADumpAreArchivedWithAnAlarm() throws Exception {
        TradeIdRange hole = holeAtRest();
        publish(DAY, id -> !hole.contains(id));
        assertThat(only(anHourLater()).absent()).containsExactly(hole);
        publish(DAY, _ -> true);

        DayReport day = world.day(A, DAY, StorageFaults.NONE);

        assertThat(day.read().archived()).isEqualTo(5);
        assertThat(day.notes())
                .containsExactly(
                        "ALARM ids recorded as absent exist after all: " + Coverage.of(hole));
        assertThat(world.read(A).absent()).isEqualTo(Coverage.EMPTY);
        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void killedAtAnyCallAndRunAgainItEndsWithTheTapeAndNothingTwice(@TempDir Path folder)
            throws Exception {
        int calls = 0;
        for (KillSwitch.At how : KillSwitch.At.values()) {
            for (int call = 0; call == 0 || call < calls; call++) {
                RepairByDumpTest fresh = new RepairByDumpTest(folder);
                fresh.aLargeGap();
                fresh.publish(DAY, _ -> true);
                KillSwitch kill = new KillSwitch(calls == 0 ? Integer.MAX_VALUE : call, how);
                try {
                    var _ = fresh.world.day(A, DAY, kill.faults().storage());
                } catch (KillSwitch.Killed _) {
                    fresh.world.clock.advance(RepairWorld.CLAIM_LIFE);
                }
                calls = Math.max(calls, kill.calls());
                assertThat(fresh.world.day(A, DAY, StorageFaults.NONE).ending())
                        .isEqualTo(Ending.DONE);
                fresh.world.landAll();
                var _ = fresh.repair();
                fresh.world.assertComplete(A, FIRST, LAST);
            }
        }
        assertThat(calls).isGreaterThan(6);
    }

    /// A hole of five ids at REST, seen once.
    private TradeIdRange holeAtRest() throws InterruptedException {
        TradeIdRange hole = new TradeIdRange(3_000, 3_004);
        world.listenerArchives(A, FIRST, 2_999);
        world.listenerArchives(A, 3_005, LAST);
        world.tape.stepOver("AAAUSDT", hole);
        assertThat(only(repair()).left()).containsExactly(hole);
        assertThat(dumps.asked()).isEmpty();
        return hole;
    }

    private RepairReport anHourLater() throws InterruptedException {
        world.clock.advance(Duration.ofMinutes(61));
        return repair();
    }

    private String evidence(RepairReport report) {
        String key = only(report).evidence().getLast();
        return new String(world.archive.get(key).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static Trade dearer(Trade t) {
        return new Trade(
                t.id(),
                t.price() + 1,
                t.quantity(),
                t.time(),
                t.buyerIsMaker(),
                t.bestMatch(),
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                io.gapless.trade.Source.DUMP);
    }
}
