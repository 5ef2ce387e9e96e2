package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.DUMPS_FROM_A_THOUSAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.dump.DumpFile;
import io.gapless.trade.TradeIdRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ids that REST has not got, or not any more, looked for in dumps: which days, and how many.
class WithdrawnHistoryTest extends RepairWithDumps {

    WithdrawnHistoryTest(@TempDir Path folder) {
        super(folder);
        world.traded(A, 100, 3_099, Instant.parse("2026-03-01T12:00:00Z"));
        world.follow(A, 100);
    }

    private SymbolReport repair() throws InterruptedException {
        RepairReport report = world.repair(Faults.NONE, DUMPS_FROM_A_THOUSAND);
        assertThat(report.symbols()).hasSize(1);
        return report.symbols().getFirst();
    }

    private List<DumpFile> days(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(day -> new DumpFile(A, DAY.withDayOfMonth(day)))
                .toList();
    }

    @Test
    void aRunLooksUpAFewDaysForOneGapAndTheNextOnesForAnother() throws Exception {
        world.clock.advance(Duration.ofDays(12));
        world.traded(A, 3_100, 3_199, Instant.parse("2026-03-11T12:00:00Z"));
        world.listenerArchives(A, 100, 199);
        world.listenerArchives(A, 250, 1_999);
        world.listenerArchives(A, 2_050, 3_099);
        world.listenerArchives(A, 3_100, 3_199);
        world.tape.withdrawBelow("AAAUSDT", 3_100);

        assertThat(repair().left())
                .containsExactly(new TradeIdRange(200, 249), new TradeIdRange(2_000, 2_049));

        assertThat(dumps.asked()).isEqualTo(days(1, 2 * RepairSteps.MAX_DAYS_LOOKED_UP));
    }

    @Test
    void withNothingArchivedBelowThemPeopleAreToldToLookByDate() throws Exception {
        world.listenerArchives(A, 200, 3_099);
        world.tape.withdrawBelow("AAAUSDT", 3_000);
        publish(DAY, _ -> true);

        SymbolReport report = repair();

        assertThat(dumps.asked()).isEmpty();
        assertThat(report.left()).containsExactly(new TradeIdRange(100, 199));
        assertThat(report.notes())
                .contains("nobody tells the date of 100: `gapless history` looks it up by date");
    }

    @Test
    void aDeadListenersClaimThatRestGoesOverIsFinishedFromTheDump() throws Exception {
        world.listenerArchives(A, 100, 199);
        world.listenerDies(A, 200, 299, false);
        world.listenerArchives(A, 300, 3_099);
        world.tape.stepOver("AAAUSDT", new TradeIdRange(220, 229));
        world.clock.advance(RepairWorld.CLAIM_LIFE);
        publish(DAY, _ -> true);

        SymbolReport report = repair();

        assertThat(report.takenOver()).isEqualTo(100);
        assertThat(report.notes()).isEmpty();
        assertThat(world.read(A).deferred()).isEmpty();
        world.assertComplete(A, 100, 3_099);
    }

    @Test
    void noDumpIsAskedForADeadListenersClaimThatRestDoesNotShowYet() throws Exception {
        world.listenerArchives(A, 100, 2_999);
        world.listenerDies(A, 3_000, 3_099, false);
        world.tape.lag(Duration.ofDays(1));
        world.clock.advance(RepairWorld.CLAIM_LIFE);
        publish(DAY, _ -> true);

        assertThat(repair().left()).containsExactly(new TradeIdRange(3_000, 3_099));

        assertThat(dumps.asked()).isEmpty();
        assertThat(world.read(A).claims()).hasSize(1);
    }
}
