package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Claim;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchKey;
import io.gapless.dump.DumpFile;
import io.gapless.dump.SampleDumps;
import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a dump's rows become objects, counted to the last trade.
class DumpFillTest extends RepairWithDumps {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    DumpFillTest(@TempDir Path folder) {
        super(folder);
    }

    /// The last trade is archived: what a repair wants ends there.
    private void traded(long last) throws InterruptedException {
        world.traded(A, 1, last, NOON);
        world.follow(A, 1);
        world.listenerArchives(A, last, last);
    }

    private DayReport.Read day() throws InterruptedException {
        DayReport report = world.day(A, DAY, StorageFaults.NONE);
        assertThat(report.sentence()).isEmpty();
        assertThat(report.ending()).isEqualTo(DayReport.Ending.DONE);
        return report.read();
    }

    private List<TradeIdRange> objects() {
        return world.archive.keys().stream()
                .map(key -> BatchKey.parse(key).range())
                .sorted()
                .toList();
    }

    private static List<TradeIdRange> ranges(long... bounds) {
        return java.util.stream.IntStream.range(0, bounds.length / 2)
                .mapToObj(i -> new TradeIdRange(bounds[2 * i], bounds[2 * i + 1]))
                .toList();
    }

    @Test
    void aBusyDayBecomesFullObjectsWhereverItIsRead() throws Exception {
        traded(120_000);
        world.listenerArchives(A, 1, 10);
        publish(DAY, _ -> true);

        DayReport.Read read = day();

        int full = Batch.MAX_TRADES;
        assertThat(objects())
                .isEqualTo(
                        ranges(
                                1,
                                10,
                                11,
                                full + 10,
                                full + 11,
                                2 * full + 10,
                                2 * full + 11,
                                119_999,
                                120_000,
                                120_000));
        assertThat(read.rows()).isEqualTo(120_000);
        assertThat(read.archived()).isEqualTo(119_989);
        assertThat(read.there()).isEqualTo(11);
        assertThat(read.unwanted()).isZero();
        assertThat(read.holes()).isZero();
        world.assertComplete(A, 1, 120_000);
    }

    @Test
    void objectsEndAtHolesAlsoBetweenTwoBlocks() throws Exception {
        traded(70_000);
        publish(DAY, id -> id != 20_000 && (id < 50_002 || id > 50_011));

        DayReport.Read read = day();

        assertThat(objects())
                .isEqualTo(ranges(1, 19_999, 20_001, 50_001, 50_012, 69_999, 70_000, 70_000));
        assertThat(read.archived()).isEqualTo(70_000 - 12);
        assertThat(read.holes()).isEqualTo(11);
    }

    @Test
    void whatBeginsAndEndsInTheMiddleOfADumpIsTreatedForItself() throws Exception {
        traded(1_000);
        world.listenerArchives(A, 101, 200);
        world.change(A, c -> c.claim(claim(401, 450)));
        world.listenerArchives(A, 500, 500);
        publish(DAY, _ -> true);

        DayReport.Read read = day();

        assertThat(objects())
                .isEqualTo(
                        ranges(
                                1, 100, 101, 200, 201, 400, 451, 499, 500, 500, 501, 999, 1_000,
                                1_000));
        assertThat(read.archived()).isEqualTo(100 + 200 + 49 + 499);
        assertThat(read.there()).isEqualTo(102);
        assertThat(read.unwanted()).isEqualTo(50);
        assertThat(read.takenOver()).isZero();
    }

    private Claim claim(long first, long last) {
        long time = Trade.micros(NOON);
        BatchKey key = new BatchKey(A, time, time + 1, new TradeIdRange(first, last));
        return new Claim("alive", key, "listener", world.clock.instant().plusSeconds(600));
    }

    @Test
    void theClaimOfADeadWriterIsFinishedUnderItsKey() throws Exception {
        traded(1_000);
        world.listenerArchives(A, 1, 100);
        world.listenerDies(A, 101, 180, false);
        BatchKey dead = world.read(A).claims().getFirst().key();
        world.clock.advance(RepairWorld.CLAIM_LIFE.multipliedBy(2));
        publish(DAY, _ -> true);

        DayReport.Read read = day();

        assertThat(read.takenOver()).isEqualTo(80);
        assertThat(read.archived()).isEqualTo(819);
        assertThat(world.archive.keys()).contains(dead.toString());
        assertThat(objects()).isEqualTo(ranges(1, 100, 101, 180, 181, 999, 1_000, 1_000));
    }

    @Test
    void idsBelowTheOriginAreNotWanted() throws Exception {
        world.traded(A, 1, 300, NOON);
        world.follow(A, 151);
        world.listenerArchives(A, 300, 300);
        publish(DAY, _ -> true);

        DayReport.Read read = day();

        assertThat(read.unwanted()).isEqualTo(150);
        assertThat(read.archived()).isEqualTo(149);
        assertThat(read.there()).isEqualTo(1);
        assertThat(objects()).isEqualTo(ranges(151, 299, 300, 300));
    }

    @Test
    void manySmallObjectsAreAllWritten() throws Exception {
        traded(2 * DumpFill.GROUP + 3);
        publish(DAY, id -> id % 2 == 1);

        DayReport.Read read = day();

        assertThat(read.archived()).isEqualTo(DumpFill.GROUP + 1);
        assertThat(world.read(A).stored())
                .isEqualTo(
                        Coverage.of(
                                rows(id -> id % 2 == 1).rows().stream()
                                        .map(t -> new TradeIdRange(t.id(), t.id()))
                                        .toList()));
    }

    @Test
    void aDumpInDisorderIsReadAnewAndNothingIsCountedTwice() throws Exception {
        traded(60_000);
        String[] lines = SampleDumps.csv(rows(id -> id > 20 || id % 2 == 1)).split("\n", -1);
        // Ten objects of one trade each come before the disorder: two groups are written by then.
        String earlier = lines[51_000];
        lines[51_000] = lines[51_005];
        lines[51_005] = earlier;
        DumpFile file = new DumpFile(A, DAY);
        dumps.publish(file, SampleDumps.zip(file, String.join("\n", Arrays.asList(lines))));

        DayReport.Read read = day();

        assertThat(read.rows()).isEqualTo(59_990);
        assertThat(read.firstId()).isEqualTo(1);
        assertThat(read.lastId()).isEqualTo(60_000);
        assertThat(read.holes()).isEqualTo(10);
        assertThat(read.archived()).isEqualTo(59_989);
        assertThat(read.there()).isEqualTo(2 * DumpFill.GROUP + 1);
        assertThat(read.conflictCount()).isZero();
        assertThat(world.read(A).stored().size()).isEqualTo(59_990);
    }

    @Test
    void anObjectEndsWhereItsIdsEndNotWhereABlockOfTheDumpDoes() throws Exception {
        int last = Batch.MAX_TRADES + 2;
        traded(last);
        world.listenerArchives(A, 1, 10);
        publish(DAY, _ -> true);

        assertThat(day().archived()).isEqualTo(last - 11);

        assertThat(objects()).isEqualTo(ranges(1, 10, 11, last - 1, last, last));
    }

    @Test
    void aDumpOfWhichNothingIsWantedIsNotReadBeyondTheDeadline() throws Exception {
        traded(100);
        world.listenerArchives(A, 1, 99);
        publish(DAY, _ -> true);

        DayReport report = world.day(A, DAY, StorageFaults.NONE, Duration.ZERO);

        assertThat(report.ending()).isEqualTo(DayReport.Ending.OUT_OF_TIME);
        assertThat(report.read().there()).isZero();
    }

    @Test
    void aDayWhoseCheckpointCannotBeReadIsLeftToTheNextRun() throws Exception {
        traded(100);
        publish(DAY, _ -> true);

        DayReport report = world.day(A, DAY, _ -> StorageFault.throttled());

        assertThat(report.ending()).isEqualTo(DayReport.Ending.UNAVAILABLE);
        assertThat(report.sentence()).isEqualTo("503 Slow Down");
        assertThat(report.read()).isEqualTo(DayReport.Read.NOTHING);
    }

    @Test
    void noGroupOfObjectsIsBegunAfterTheDeadline() throws Exception {
        traded(6 * DumpFill.GROUP);
        publish(DAY, id -> id % 2 == 1);
        Duration budget = Duration.ofSeconds(2);
        StorageFaults slow =
                call -> {
                    if (call.subject().endsWith(".parquet") && world.archive.keys().size() == 1) {
                        world.clock.advance(budget);
                    }
                    return StorageFault.none();
                };

        DayReport report = world.day(A, DAY, slow, budget);

        assertThat(report.ending()).isEqualTo(DayReport.Ending.OUT_OF_TIME);
        assertThat(report.read().archived()).isEqualTo(DumpFill.GROUP);
        assertThat(world.archive.keys()).hasSize(DumpFill.GROUP + 1);
    }
}
