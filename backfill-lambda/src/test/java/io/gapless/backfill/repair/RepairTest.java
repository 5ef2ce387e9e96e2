package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Gap;
import io.gapless.archive.StorageFault;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.batch.BatchKey;
import io.gapless.binance.HistoryCall;
import io.gapless.binance.HistoryFault;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RepairTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Symbol B = Symbol.of("BBBUSDT");
    private static final Instant EARLIER = START.minus(Duration.ofMinutes(9));

    private final RepairWorld world = new RepairWorld();

    @Test
    void withNothingFollowedNothingIsAsked() throws Exception {
        RepairReport report = world.repair();

        assertThat(report.ending()).isEqualTo(Ending.DONE);
        assertThat(report.symbols()).isEmpty();
        assertThat(world.limits.calls()).isEmpty();
    }

    @Test
    void aGapIsFilledWithOnePageAndReported() throws Exception {
        gap(A, 100, 199, 300, 399);

        RepairReport report = world.repair();

        world.assertComplete(A, 100, 399);
        SymbolReport symbol = report.symbols().getFirst();
        assertThat(symbol.filled()).isEqualTo(100);
        assertThat(symbol.objects()).isEqualTo(1);
        assertThat(report.left()).isZero();
        assertThat(pages()).isEqualTo(1);
    }

    @Test
    void gapsThatOnePageCoversCostOneCall() throws Exception {
        world.traded(A, 100, 889, EARLIER);
        world.follow(A, 100);
        for (long first = 100; first < 900; first += 100) {
            world.listenerArchives(A, first, first + 89);
        }

        var _ = world.repair();

        assertThat(world.read(A).gaps(java.util.OptionalLong.empty())).isEmpty();
        assertThat(pages()).isEqualTo(1);
    }

    @Test
    void aGapOverMidnightBecomesOneObjectPerDate() throws Exception {
        world.traded(A, 100, 199, Instant.parse("2026-03-01T23:59:59.950Z"));
        world.follow(A, 100);
        world.listenerArchives(A, 190, 199);

        var _ = world.repair();

        world.assertComplete(A, 100, 199);
        assertThat(keys(A)).hasSize(3).anyMatch(key -> key.contains("date=2026-03-01"));
    }

    @Test
    void theTailOfASilentListenerIsFetchedUpToTheExchangesLastId() throws Exception {
        world.traded(A, 100, 2_399, EARLIER);
        world.follow(A, 100);
        world.listenerArchives(A, 100, 199);
        world.clock.advance(Duration.ofMinutes(10));

        var _ = world.repair();

        world.assertComplete(A, 100, 2_399);
    }

    @Test
    void whatIsYoungOfATailIsLeftToTheListenerAndAskedForOnce() throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.traded(A, 300, 399, START.minusSeconds(60));
        world.follow(A, 100);
        world.listenerArchives(A, 100, 199);
        world.clock.advance(Duration.ofMinutes(1));

        var _ = world.repair();

        assertThat(world.archivedIds(A)).isEqualTo(ids(100, 299));
        assertThat(pages()).isEqualTo(1);
        world.clock.advance(Duration.ofMinutes(2));

        var _ = world.repair();

        world.assertComplete(A, 100, 399);
    }

    @Test
    void theTailOfAWorkingListenerIsLeftToIt() throws Exception {
        world.traded(A, 100, 299, START.minusSeconds(2));
        world.follow(A, 100);
        world.listenerArchives(A, 100, 199);

        var _ = world.repair();

        assertThat(world.archivedIds(A)).isEqualTo(ids(100, 199));
        assertThat(pages()).isZero();
    }

    @Test
    void aDeadListenersClaimIsTakenOverUnderItsVeryKey() throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.follow(A, 100);
        world.listenerDies(A, 100, 299, false);
        String claimed = world.read(A).claims().getFirst().key().toString();
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        RepairReport report = world.repair();

        world.assertComplete(A, 100, 299);
        assertThat(keys(A)).containsExactly(claimed);
        assertThat(report.symbols().getFirst().takenOver()).isEqualTo(200);
    }

    @Test
    void aClaimWhoseObjectIsThereIsOnlyCommitted() throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.follow(A, 100);
        world.listenerDies(A, 100, 299, true);
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        var _ = world.repair();

        world.assertComplete(A, 100, 299);
        assertThat(pages()).isZero();
    }

    @Test
    void aLiveClaimIsLeftAlone() throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.follow(A, 100);
        world.listenerDies(A, 100, 299, false);

        RepairReport report = world.repair();

        assertThat(world.archivedIds(A).isEmpty()).isTrue();
        assertThat(report.left()).isEqualTo(200);
    }

    @Test
    void aClaimThatTheExchangeNoLongerServesIsReleasedByAVoidAndItsOtherIdsAreFilled()
            throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.follow(A, 100);
        world.listenerDies(A, 100, 299, false);
        world.tape.withdrawBelow("AAAUSDT", 150);
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        assertThat(world.repair().symbols().getFirst().notes())
                .containsExactly("the claim of 100..299 cannot be built: WITHDRAWN");
        world.repairEveryMinute(20);

        assertThat(world.archivedIds(A)).isEqualTo(ids(150, 299));
        assertThat(world.read(A).claims()).isEmpty();
        assertThat(RepairPlanner.left(world.read(A))).isEqualTo(ids(100, 149));
        assertThat(world.read(A).absent().isEmpty()).isTrue();
    }

    @Test
    void twoRepairsAtOnceWriteEveryTradeOnce() throws Exception {
        gap(A, 100, 199, 2_300, 2_399);
        Faults otherRunsFirst =
                Faults.of(
                        new io.gapless.binance.HistoryFaults() {
                            private boolean ran;

                            @Override
                            public HistoryFault next(HistoryCall call) {
                                if (!ran && call.endpoint().equals("historicalTrades")) {
                                    ran = true;
                                    runAnother();
                                }
                                return HistoryFault.none();
                            }
                        });

        var _ = world.repair(otherRunsFirst);

        world.assertComplete(A, 100, 2_399);
    }

    private void runAnother() {
        try {
            var _ = world.repair();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRunEndsBeforeItsDeadlineAndTheNextGoesOn() throws Exception {
        world.traded(A, 0, 19_999, EARLIER);
        world.traded(B, 0, 99, EARLIER);
        world.follow(A, 0);
        world.follow(B, 0);
        world.listenerArchives(A, 19_990, 19_999);
        world.listenerArchives(B, 90, 99);
        Faults slow =
                Faults.of(_ -> {
                    world.clock.advance(Duration.ofSeconds(4));
                    return HistoryFault.none();
                });
        Instant begun = world.clock.instant();

        RepairReport first = world.repair(slow);

        assertThat(first.ending()).isEqualTo(Ending.OUT_OF_TIME);
        assertThat(first.left()).isPositive();
        assertThat(first.filled()).isPositive();
        assertThat(Duration.between(begun, first.endedAt())).isLessThan(Duration.ofSeconds(60));
        assertThat(world.repair().left()).isZero();
        world.assertComplete(A, 0, 19_999);
        world.assertComplete(B, 0, 99);
    }

    @Test
    void aGapThatHasOpenedSinceTheLastRunBeganComesBeforeWhatWasLeftThen() throws Exception {
        world.traded(A, 0, 30_000, EARLIER);
        world.follow(A, 0);
        world.listenerArchives(A, 29_000, 29_009);
        Instant late = world.clock.instant().plus(Duration.ofSeconds(40));
        Repair process =
                world.process(
                        Faults.of(_ -> {
                            world.clock.advance(Duration.ofSeconds(10));
                            if (!world.clock.instant().isBefore(late)
                                    && world.archivedIds(A).span().orElseThrow().last() == 29_009) {
                                archive(29_015, 29_019);
                            }
                            return HistoryFault.none();
                        }),
                        RepairWorld.SETTINGS);
        TradeIdRange opened = new TradeIdRange(29_010, 29_014);

        assertThat(run(process).left()).isPositive();
        assertThat(world.read(A).gaps(OptionalLong.empty()))
                .extracting(Gap::range)
                .contains(opened);
        assertThat(run(process).left()).isPositive();
        assertThat(world.read(A).stored().contains(opened)).isTrue();
    }

    @Test
    void aGapStaysNewThroughARunThatIsSentAwayAtOnce() throws Exception {
        world.traded(A, 0, 30_000, EARLIER);
        world.follow(A, 0);
        world.listenerArchives(A, 29_000, 29_009);
        Duration ban = Duration.ofMinutes(3);
        AtomicBoolean banned = new AtomicBoolean();
        Repair process =
                world.process(
                        Faults.of(_ -> {
                            world.clock.advance(Duration.ofSeconds(10));
                            return banned.getAndSet(false)
                                    ? HistoryFault.banned(ban.toSeconds())
                                    : HistoryFault.none();
                        }),
                        RepairWorld.SETTINGS);
        assertThat(run(process).left()).isPositive();
        world.listenerArchives(A, 29_015, 29_019);
        banned.set(true);
        assertThat(run(process).ending()).isEqualTo(Ending.BANNED);
        world.clock.advance(ban);

        assertThat(run(process).left()).isPositive();
        assertThat(world.read(A).stored().contains(new TradeIdRange(29_010, 29_014))).isTrue();
    }

    private void archive(long first, long last) {
        try {
            world.listenerArchives(A, first, last);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private RepairReport run(Repair process) throws InterruptedException {
        return process.run(
                _ -> true, world.clock.instant().plus(RepairWorld.BUDGET), RepairProgress.NONE);
    }

    @Test
    void anUnreachableCheckpointTableEndsTheRunWithItsReason() throws Exception {
        gap(A, 100, 199, 300, 399);

        RepairReport report =
                world.repair(
                        new Faults(
                                _ -> StorageFault.throttled(),
                                io.gapless.binance.HistoryFaults.NONE));

        assertThat(report.ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(report.sentence()).contains("503 Slow Down");
        assertThat(world.repair().left()).isZero();
    }

    @Test
    void lostRepliesOfEveryStoreWriteAreNoHarm() throws Exception {
        gap(A, 100, 199, 2_300, 2_399);
        int[] calls = {0};

        var _ =
                world.repair(
                        new Faults(
                                call ->
                                        call.operation().isWrite() && calls[0]++ % 2 == 0
                                                ? StorageFault.lostReply()
                                                : StorageFault.none(),
                                io.gapless.binance.HistoryFaults.NONE));

        world.assertComplete(A, 100, 2_399);
    }

    @Test
    void aSymbolDelistedSinceDoesNotHoldUpTheOthers() throws Exception {
        gap(A, 100, 199, 300, 399);
        gap(B, 100, 199, 300, 399);
        world.tape.delist("AAAUSDT");

        RepairReport report = world.repair();

        world.assertComplete(B, 100, 399);
        assertThat(report.ending()).isEqualTo(Ending.DONE);
        SymbolReport delisted = report.symbols().getFirst();
        assertThat(delisted.symbol()).isEqualTo(A);
        assertThat(delisted.left()).containsExactly(new TradeIdRange(200, 299));
        assertThat(delisted.notes()).singleElement().asString().contains("delisted");
        assertThat(report.goesOnAt()).isPresent();
    }

    @Test
    void anUnknownSymbolAmongManyLeavesTheTailsOfTheOthers() throws Exception {
        gap(A, 100, 199, 300, 399);
        world.traded(B, 1, 50, EARLIER);
        world.follow(B, 1);
        world.tape.delist("AAAUSDT");
        world.clock.advance(Duration.ofMinutes(10));

        var _ = world.repair();

        world.assertComplete(B, 1, 50);
    }

    private void gap(Symbol symbol, long first, long to, long from, long last)
            throws InterruptedException {
        world.traded(symbol, first, last, EARLIER);
        world.follow(symbol, first);
        world.listenerArchives(symbol, first, to);
        world.listenerArchives(symbol, from, last);
    }

    private long pages() {
        return world.limits.calls().stream()
                .filter(call -> call.endpoint().equals("historicalTrades"))
                .count();
    }

    private List<String> keys(Symbol symbol) {
        return world.archive.keys().stream()
                .filter(key -> key.startsWith(BatchKey.prefix(symbol)))
                .toList();
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }
}
