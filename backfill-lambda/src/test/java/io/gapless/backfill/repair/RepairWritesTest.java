package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.SETTINGS;
import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageCall.Operation;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.batch.Batch;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Coverage;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/// What a repair stores, and what it says when it cannot.
class RepairWritesTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Instant DEADLINE = START.plusSeconds(50);

    private final RepairWorld world = new RepairWorld();
    private final SymbolTally tally = new SymbolTally(A);
    private final List<TradeIdRange> told = new ArrayList<>();

    @Test
    void rowsAreArchivedRunByRunHoweverManyRunsThereAre() throws Exception {
        world.follow(A, 0);
        Coverage odd = Coverage.EMPTY;
        TradeColumns rows = new TradeColumns(1);
        for (long id = 1; id <= 2 * BatchWrite.MAX_BATCHES + 3; id += 2) {
            rows.add(trade(id));
            odd = odd.plus(new TradeIdRange(id, id));
        }

        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows)).isTrue();

        assertThat(world.read(A).stored()).isEqualTo(odd);
        assertThat(told).isEqualTo(odd.ranges());
        assertThat(tally.report().filled()).isEqualTo(odd.size());
        assertThat(tally.report().takenOver()).isZero();
    }

    @Test
    void whatOthersHaveArchivedMovesNothing() throws Exception {
        world.follow(A, 0);
        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows(10, 19))).isTrue();

        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows(10, 19))).isFalse();
        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, new TradeColumns(1)))
                .isFalse();
        assertThat(told).containsExactly(new TradeIdRange(10, 19));
    }

    @Test
    void aHoleMoreInAnArchiveOfTooManyPiecesWaitsAndIsTold() throws Exception {
        assertThat(
                        world.checkpoints.write(
                                SampleCheckpoints.inPieces(A, Checkpoint.MAX_RANGES, DEADLINE)))
                .isTrue();

        assertThat(
                        writes(StorageFaults.NONE, DEADLINE)
                                .writeRows(A, rows(3_000_000_950L, 3_000_000_960L)))
                .isFalse();

        assertThat(tally.report().notes())
                .containsExactly(
                        "3000000950..3000000960 waits: the archive is in 4000 pieces already");
        assertThat(world.archive.keys()).isEmpty();
    }

    @Test
    void tradesThatWereThoughtNeverToHaveExistedAreArchivedWithAnAlarm() throws Exception {
        world.follow(A, 0);
        world.change(A, c -> c.absent(new TradeIdRange(12, 14)));

        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows(10, 19))).isTrue();

        assertThat(tally.report().notes())
                .containsExactly("ALARM ids recorded as absent exist after all: [12..14]");
        assertThat(world.read(A).absent().isEmpty()).isTrue();
    }

    @Test
    void anotherThingUnderItsOwnKeyIsAnAlarmAndTheIdsWait() throws Exception {
        world.follow(A, 0);
        String key = Batch.cut(A, rows(10, 19), 1_000).getFirst().key().toString();
        world.archive.put(key, new byte[] {1, 2, 3}, Map.of());

        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows(10, 19))).isFalse();

        assertThat(tally.report().notes())
                .singleElement()
                .asString()
                .startsWith("ALARM object " + key)
                .containsOnlyOnce(key);
        assertThat(world.read(A).deferred())
                .extracting(Deferral::range, Deferral::reason)
                .containsExactly(Tuple.tuple(new TradeIdRange(10, 19), Reason.CONTRADICTION));
        assertThat(world.read(A).stored().isEmpty()).isTrue();
    }

    @Test
    void aTableThatDoesNotTakeTheClaimIsUnavailable() {
        world.follow(A, 0);
        StorageFaults noWrites =
                call ->
                        call.operation() == Operation.WRITE
                                ? StorageFault.throttled()
                                : StorageFault.none();

        assertThatThrownBy(() -> writes(noWrites, DEADLINE).writeRows(A, rows(10, 19)))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> {
                            assertThat(stopped.ending()).isEqualTo(Ending.UNAVAILABLE);
                            assertThat(stopped.sentence()).isEqualTo("503 Slow Down");
                        });
    }

    @Test
    void aWriteIsBegunUntilShortlyAfterTheDeadlineAndNotLater() throws Exception {
        world.follow(A, 0);
        world.clock.set(DEADLINE.plus(RepairWrites.WRITE_GRACE).minusMillis(1));
        assertThat(writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows(10, 19))).isTrue();
        world.clock.advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> writes(StorageFaults.NONE, DEADLINE).writeRows(A, rows(30, 39)))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.ending()).isEqualTo(Ending.OUT_OF_TIME));
        assertThat(writes(StorageFaults.NONE, Instant.MAX).writeRows(A, rows(30, 39))).isTrue();
    }

    @Test
    void aPutThatIsNotAnsweredIsGivenUpShortlyAfterTheDeadline() {
        world.follow(A, 0);
        StorageFaults noPuts =
                call ->
                        call.operation() == Operation.PUT
                                ? StorageFault.throttled()
                                : StorageFault.none();

        assertThatThrownBy(() -> writes(noPuts, DEADLINE).writeRows(A, rows(10, 19)))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.ending()).isEqualTo(Ending.OUT_OF_TIME));
        assertThat(world.clock.instant())
                .isBetween(DEADLINE.minusSeconds(5), DEADLINE.plus(RepairWrites.WRITE_GRACE));
    }

    private RepairWrites writes(StorageFaults faults, Instant deadline) {
        RepairProgress progress =
                new RepairProgress() {
                    @Override
                    public void fetched(Symbol symbol, int trades) {}

                    @Override
                    public void archived(Symbol symbol, TradeIdRange range) {
                        told.add(range);
                    }

                    @Override
                    public void waiting(Instant until, String why) {}
                };
        return new RepairWrites(
                new ProcedureRunner(
                        world.archive.through(faults),
                        world.checkpoints.through(faults),
                        world.clock,
                        world.clock::advance),
                SETTINGS,
                world.clock,
                Seeds.random(5),
                progress,
                _ -> tally,
                deadline);
    }

    private static TradeColumns rows(long first, long last) {
        TradeColumns rows = new TradeColumns(1);
        for (long id = first; id <= last; id++) {
            rows.add(trade(id));
        }
        return rows;
    }

    private static Trade trade(long id) {
        return new Trade(
                id,
                1,
                1,
                Trade.micros(START),
                true,
                true,
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.REST);
    }
}
