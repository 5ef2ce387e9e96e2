package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.DUMPS_FROM_A_THOUSAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.StorageFaults;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dumps that say something else than the archive, met by a repair that only wants to fill a gap.
class DumpAgainstArchiveTest extends RepairWithDumps {
    private static final long FIRST = 100;
    private static final long LAST = 3_099;

    DumpAgainstArchiveTest(@TempDir Path folder) {
        super(folder);
        world.traded(A, FIRST, LAST, Instant.parse("2026-03-01T12:00:00Z"));
        world.follow(A, FIRST);
        world.clock.advance(Duration.ofDays(2));
    }

    private void publishChanged(LocalDate date, UnaryOperator<Trade> changed) {
        TradeColumns rows = new TradeColumns(100);
        world.tapeRows(A).rows().forEach(trade -> rows.add(changed.apply(trade)));
        dumps.publish(A, date, rows);
    }

    private static Trade changed(Trade t, long dearer, Duration later) {
        return new Trade(
                t.id(),
                t.price() + dearer,
                t.quantity(),
                t.time() + later.toNanos() / 1_000,
                t.buyerIsMaker(),
                t.bestMatch(),
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.DUMP);
    }

    private static Trade at150(Trade t) {
        return changed(t, t.id() == 150 ? 1 : 0, Duration.ZERO);
    }

    @Test
    void aRepairTellsOfRowsThatContradictArchivedOnesAndKeepsThese() throws Exception {
        world.listenerArchives(A, FIRST, 199);
        world.listenerArchives(A, 3_000, LAST);
        publishChanged(DAY, DumpAgainstArchiveTest::at150);

        RepairReport report = world.repair(Faults.NONE, DUMPS_FROM_A_THOUSAND);

        assertThat(report.fromDumps()).isEqualTo(2_800);
        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.symbols().getFirst().conflicts())
                .singleElement()
                .satisfies(conflict -> {
                    assertThat(conflict.id()).isEqualTo(150);
                    assertThat(conflict.published().price())
                            .isEqualTo(conflict.archived().price() + 1);
                });
        world.assertComplete(A, FIRST, LAST);
    }

    @Test
    void aDayOfMoreObjectsThanARunCanReadIsFilledAndLeftToSealing() throws Exception {
        long last = FIRST + DumpDays.MAX_COMPARED;
        for (long id = FIRST; id <= last; id++) {
            world.listenerArchives(A, id, id);
        }
        world.listenerArchives(A, 3_000, LAST);
        publishChanged(DAY, DumpAgainstArchiveTest::at150);

        RepairReport report = world.repair(Faults.NONE, DUMPS_FROM_A_THOUSAND);

        assertThat(report.fromDumps()).isEqualTo(2_999 - last);
        assertThat(report.conflicts()).isZero();
        world.assertComplete(A, FIRST, LAST);
        assertThat(world.day(A, DAY, StorageFaults.NONE).read().conflictCount()).isEqualTo(1);
    }

    @Test
    void aDayOfAsManyObjectsAsARunCanReadIsCompared() throws Exception {
        for (long id = FIRST; id < FIRST + DumpDays.MAX_COMPARED - 1; id++) {
            world.listenerArchives(A, id, id);
        }
        world.listenerArchives(A, 3_000, LAST);
        publishChanged(DAY, DumpAgainstArchiveTest::at150);

        assertThat(world.repair(Faults.NONE, DUMPS_FROM_A_THOUSAND).conflicts()).isEqualTo(1);
    }

    @Test
    void nothingIsTakenFromADayThatCountsAnew() throws Exception {
        world.listenerArchives(A, FIRST, 199);
        world.listenerArchives(A, 3_000, LAST);
        List<String> before = world.archive.keys();
        publishChanged(DAY.plusDays(1), trade -> changed(trade, 0, Duration.ofDays(1)));

        DayReport day = world.day(A, DAY.plusDays(1), StorageFaults.NONE);

        assertThat(day.ending()).isEqualTo(DayReport.Ending.BROKEN);
        assertThat(day.sentence())
                .contains("AAAUSDT-trades-2026-03-02.zip has others")
                .contains("counts the trades of AAAUSDT anew")
                .contains("AAAUSDT@2");
        assertThat(world.archive.keys()).isEqualTo(before);
        assertThat(world.read(A).claims()).isEmpty();
    }
}
