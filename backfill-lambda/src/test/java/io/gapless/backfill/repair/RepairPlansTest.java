package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.SETTINGS;
import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.archive.StorageCall.Operation;
import io.gapless.archive.StorageFault;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.binance.HistoryCall;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.HistoryFaults;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a run plans again: after what brought the archive forward, and after nothing else, or it would
/// ask the exchange for the same in a circle.
class RepairPlansTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Symbol B = Symbol.of("BBBUSDT");
    private static final Instant EARLIER = START.minus(Duration.ofMinutes(9));

    private final RepairWorld world = new RepairWorld();

    @Test
    void afterAFilledGapItPlansAgain() throws Exception {
        gap(200, 299);

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(2);
        world.assertComplete(A, 100, 399);
    }

    @Test
    void afterAGapThatOthersFilledMeanwhileItDoesNot() throws Exception {
        gap(200, 299);

        assertThat(plans(once(() -> assertThat(world.repair().left()).isZero()))).isEqualTo(1);
        world.assertComplete(A, 100, 399);
    }

    @Test
    void afterARefusalItDoesNot() throws Exception {
        gap(200, 299);

        assertThat(
                        plans(call ->
                                call.endpoint().equals("historicalTrades")
                                        ? new HistoryFault.Garbled()
                                        : HistoryFault.none()))
                .isEqualTo(1);
    }

    @Test
    void afterAFirstSightOfAnAbsenceItDoesNotAndAfterTheSecondItDoes() throws Exception {
        gap(220, 224);
        world.tape.stepOver("AAAUSDT", new TradeIdRange(220, 224));

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(1);
        world.clock.advance(SETTINGS.absentAfter());
        assertThat(plans(HistoryFaults.NONE)).isEqualTo(2);
        world.assertComplete(A, 100, 399);
    }

    @Test
    void oneAbsenceAmongSeveralSightsIsEnoughToPlanAgain() throws Exception {
        gap(220, 226);
        world.tape.stepOver("AAAUSDT", new TradeIdRange(220, 221));
        assertThat(plans(HistoryFaults.NONE)).isEqualTo(2);
        world.clock.advance(SETTINGS.absentAfter());
        world.change(B, c -> c.ask(new TradeIdRange(1, 1)));
        world.traded(B, 1, 1, EARLIER);

        assertThat(world.repair().left()).isZero();
        assertThat(world.read(A).absent()).isEqualTo(ids(220, 221));
    }

    @Test
    void aPageThatLacksArchivedIdsBringsNothingForward() throws Exception {
        gap(220, 224);
        world.tape.stepOver("AAAUSDT", new TradeIdRange(215, 230));

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(1);
    }

    @Test
    void afterATakeoverItPlansAgainAndAfterOneThatCannotBeBuiltItDoesNot() throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.follow(A, 100);
        world.listenerDies(A, 100, 299, false);
        world.clock.advance(RepairWorld.CLAIM_LIFE);
        world.tape.withdrawBelow("AAAUSDT", 150);
        assertThat(plans(HistoryFaults.NONE)).isEqualTo(1);
        world.tape.withdrawBelow("AAAUSDT", 0);
        world.clock.advance(Duration.ofSeconds(40));

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(2);
        world.assertComplete(A, 100, 299);
    }

    @Test
    void afterATakeoverThatIsContradictedItDoesNot() throws Exception {
        world.traded(A, 100, 299, EARLIER);
        world.follow(A, 100);
        world.listenerDies(A, 100, 299, false);
        world.archive.put(
                world.read(A).claims().getFirst().key().toString(), new byte[] {1}, Map.of());
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(1);
    }

    @Test
    void aTailTooYoungForTheRepairIsAskedForOnceInARun() throws Exception {
        world.traded(A, 100, 199, EARLIER);
        world.traded(A, 200, 299, START.plusSeconds(200));
        world.follow(A, 100);
        world.listenerArchives(A, 100, 199);
        world.clock.advance(Duration.ofMinutes(5));

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(1);
        assertThat(world.limits.calls())
                .extracting(HistoryCall::endpoint)
                .containsExactly("ticker/24hr", "historicalTrades");
        assertThat(world.archivedIds(A)).isEqualTo(ids(100, 199));
        assertThat(world.read(A).deferred()).isEmpty();
        world.clock.advance(Duration.ofMinutes(3));
        var _ = world.repair();
        world.assertComplete(A, 100, 299);
    }

    @Test
    void aGapThatOpensDuringALongRunGetsItsTurnBeforeTheRunIsOver() throws Exception {
        world.traded(A, 0, 9_999, EARLIER);
        world.traded(B, 1, 30, EARLIER);
        world.follow(A, 0);
        for (long first = 0; first < 10_000; first += 2_000) {
            world.listenerArchives(A, first + 10, first + 1_999);
        }
        HistoryFaults slow =
                once(() -> {
                    world.follow(B, 1);
                    world.listenerArchives(B, 11, 30);
                });

        var _ =
                world.repair(
                        Faults.of(call -> {
                            if (call.endpoint().equals("historicalTrades")) {
                                world.clock.advance(Duration.ofSeconds(8));
                            }
                            return slow.next(call);
                        }));

        assertThat(world.limits.calls())
                .filteredOn(call -> call.endpoint().equals("historicalTrades"))
                .extracting(call -> call.asked().replaceAll(" from.*", ""))
                .containsExactly(
                        "trades of AAAUSDT",
                        "trades of AAAUSDT",
                        "trades of BBBUSDT",
                        "trades of AAAUSDT",
                        "trades of AAAUSDT",
                        "trades of AAAUSDT");
    }

    @Test
    void aRunForSomeSymbolsLeavesTheOthersAlone() throws Exception {
        gap(200, 299);
        world.traded(B, 1, 30, EARLIER);
        world.follow(B, 1);
        world.listenerArchives(B, 11, 30);

        RepairReport report = world.repair(Faults.NONE, SETTINGS, B::equals, RepairProgress.NONE);

        assertThat(report.symbols()).extracting(s -> s.symbol()).containsExactly(B);
        world.assertComplete(B, 1, 30);
        assertThat(world.archivedIds(A)).isEqualTo(ids(100, 199).plus(ids(300, 399)));
    }

    @Test
    void ofSymbolsThatNobodyFollowsTheExchangesLastIdIsNotAsked() throws Exception {
        world.traded(A, 1, 30, EARLIER);
        world.change(A, c -> c.ask(new TradeIdRange(1, 9)));

        assertThat(world.repair().left()).isZero();
        assertThat(world.limits.calls())
                .extracting(HistoryCall::endpoint)
                .contains("historicalTrades")
                .doesNotContain("ticker/24hr");
    }

    @Test
    void thatTheExchangeIsAheadIsRememberedWhileTheListenerWritesOthers() throws Exception {
        world.traded(A, 100, 209, EARLIER);
        world.follow(A, 100);
        world.listenerArchives(A, 100, 199);
        world.clock.advance(Duration.ofMinutes(4));
        world.traded(B, 1, 9, world.clock.instant().minusSeconds(1));
        world.follow(B, 1);
        world.listenerArchives(B, 1, 9);

        assertThat(plans(HistoryFaults.NONE)).isEqualTo(1);
        assertThat(world.read(A).ahead())
                .contains(new Checkpoint.Ahead(209, world.clock.instant()));
        assertThat(world.archivedIds(A)).isEqualTo(ids(100, 199));
    }

    @Test
    void aRunWithoutADeadlineRunsToItsEnd() throws Exception {
        gap(200, 299);

        RepairReport report =
                world.repair(Faults.NONE, SETTINGS, _ -> true, RepairProgress.NONE, Instant.MAX);

        assertThat(report.ending()).isEqualTo(Ending.DONE);
        world.assertComplete(A, 100, 399);
    }

    @Test
    void onlyASightOfTheSameIdsForTheSameReasonAndLongAgoIsAFirstSight() throws Exception {
        gap(220, 224);
        world.tape.stepOver("AAAUSDT", new TradeIdRange(220, 224));
        Instant now = world.clock.instant();
        Instant anHourAgo = now.minus(SETTINGS.absentAfter());
        for (Deferral earlier :
                List.of(
                        deferral(220, 223, Reason.STEPPED_OVER, anHourAgo),
                        deferral(220, 224, Reason.REST_LAGS, anHourAgo),
                        deferral(220, 224, Reason.STEPPED_OVER, anHourAgo.plusMillis(1)))) {
            world.change(A, c -> c.defer(List.of(earlier)));
            var _ = world.repair();
            assertThat(world.read(A).absent().isEmpty()).as("%s", earlier).isTrue();
        }
        world.change(A, c -> c.defer(List.of(deferral(220, 224, Reason.STEPPED_OVER, anHourAgo))));
        var _ = world.repair();

        assertThat(world.read(A).absent()).isEqualTo(ids(220, 224));
    }

    private static Deferral deferral(long first, long last, Reason reason, Instant since) {
        return new Deferral(new TradeIdRange(first, last), reason, since, START);
    }

    /// Archived from 100 on up to 399 but for these ids.
    private void gap(long first, long last) throws InterruptedException {
        world.traded(A, 100, 399, EARLIER);
        world.follow(A, 100);
        world.listenerArchives(A, 100, first - 1);
        world.listenerArchives(A, last + 1, 399);
    }

    /// How often a run with such an exchange plans. It reads all checkpoints for each plan, and twice
    /// besides: for the exchange's last ids, and for what is left.
    private int plans(HistoryFaults history) throws InterruptedException {
        int[] reads = {0};
        var _ =
                world.repair(
                        new Faults(
                                call -> {
                                    reads[0] += call.operation() == Operation.ALL ? 1 : 0;
                                    return StorageFault.none();
                                },
                                history));
        return reads[0] - 2;
    }

    private interface Event {
        void happen() throws InterruptedException;
    }

    /// No fault, and something that happens when the first page is asked for.
    private static HistoryFaults once(Event event) {
        return new HistoryFaults() {
            private boolean happened;

            @Override
            public HistoryFault next(HistoryCall call) {
                if (!happened && call.endpoint().equals("historicalTrades")) {
                    happened = true;
                    try {
                        event.happen();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return HistoryFault.none();
            }
        };
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }
}
