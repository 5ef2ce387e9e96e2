package io.gapless.backfill;

import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.StorageFault;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.backfill.BackfillRequest.Manual;
import io.gapless.backfill.BackfillRequest.Scheduled;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.backfill.repair.RepairWorld;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.HistoryFaults;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackfillTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Symbol B = Symbol.of("BBBUSDT");
    private static final Symbol WRONG = Symbol.of("AAAUSTD");
    private static final Instant FIRST = START.minus(Duration.ofMinutes(9));

    private final RepairWorld world = new RepairWorld();

    @BeforeEach
    void trades() {
        world.traded(A, 1_000, 5_999, FIRST);
        world.traded(B, 1_000, 1_099, FIRST);
    }

    @Test
    void idsAskedForAreStoredAsWantedAndFetched() throws Exception {
        Backfill.Result result = run(new Asked.Ids(A, new TradeIdRange(1_200, 3_700)));

        assertThat(result.stored())
                .containsExactly(
                        "AAAUSDT 1200..3700 is wanted: 2501 trades, 0 of them archived already");
        assertThat(result.report().filled()).isEqualTo(2_501);
        world.assertComplete(A, 1_200, 3_700);
        assertThat(world.read(A).wanted().isFollowed()).isFalse();
    }

    @Test
    void timesAreTurnedIntoIdsWithTheLastInstantLeftOut() throws Exception {
        // Trades are 1,003 µs apart: these are the ones from the 100th up to the 200th.
        Instant from = FIRST.plusNanos(100 * 1_003_000L);
        Instant to = FIRST.plusNanos(200 * 1_003_000L);

        var _ = run(new Asked.Times(A, from, to));

        world.assertComplete(A, 1_100, 1_199);
    }

    @Test
    void timesUpToNowEndWithTheLastTrade() throws Exception {
        var _ = run(new Asked.Times(B, FIRST.minusSeconds(60), START));

        world.assertComplete(B, 1_000, 1_099);
    }

    @Test
    void timesWithoutTradesAskForNothing() throws Exception {
        Backfill.Result result =
                run(new Asked.Times(B, FIRST.minusSeconds(60), FIRST.minusSeconds(30)));

        assertThat(result.stored()).singleElement().asString().contains("has no trades from");
        assertThat(world.checkpoints.read(B)).isEmpty();
    }

    @Test
    void whatIsArchivedAlreadyIsNotFetchedAgain() throws Exception {
        var _ = run(new Asked.Ids(A, new TradeIdRange(1_200, 1_299)));
        int calls = world.limits.calls().size();

        Backfill.Result result = run(new Asked.Ids(A, new TradeIdRange(1_200, 1_299)));

        assertThat(result.stored()).singleElement().asString().contains("100 of them archived");
        assertThat(world.limits.calls()).hasSize(calls);
    }

    @Test
    void whatTheTimeDoesNotReachForIsFinishedByScheduledRuns() throws Exception {
        Faults slow =
                Faults.of(_ -> {
                    world.clock.advance(Duration.ofSeconds(10));
                    return HistoryFault.none();
                });
        Backfill.Result manual =
                world.backfill(slow)
                        .run(
                                new Manual(
                                        List.of(new Asked.Ids(A, new TradeIdRange(1_000, 5_999)))),
                                world.clock.instant().plus(RepairWorld.BUDGET),
                                RepairProgress.NONE);
        assertThat(manual.report().ending()).isEqualTo(Ending.OUT_OF_TIME);
        assertThat(manual.report().filled()).isEqualTo(3_000);
        assertThat(manual.report().left()).isEqualTo(2_000);

        var _ = scheduled();

        world.assertComplete(A, 1_000, 5_999);
    }

    @Test
    void severalThingsAreStoredBeforeAnyIsFetched() throws Exception {
        Faults down = Faults.of(_ -> HistoryFault.badGateway());
        world.change(A, c -> c);
        world.change(B, c -> c);

        Backfill.Result result =
                world.backfill(down)
                        .run(
                                new Manual(
                                        List.of(
                                                new Asked.Ids(A, new TradeIdRange(1_000, 1_099)),
                                                new Asked.Ids(B, new TradeIdRange(1_000, 1_099)))),
                                world.clock.instant().plus(RepairWorld.BUDGET),
                                RepairProgress.NONE);

        assertThat(result.stored()).hasSize(2);
        assertThat(result.report().ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(result.report().left()).isEqualTo(200);
        var _ = scheduled();
        world.assertComplete(A, 1_000, 1_099);
        world.assertComplete(B, 1_000, 1_099);
    }

    @Test
    void aManualRunRepairsOnlyItsSymbols() throws Exception {
        world.change(B, c -> c.ask(new TradeIdRange(1_000, 1_099)));

        var _ = run(new Asked.Ids(A, new TradeIdRange(1_000, 1_009)));

        assertThat(world.archivedIds(B).isEmpty()).isTrue();
    }

    @Test
    void whatIsWithdrawnIsNotFetchedAndWhatIsArchivedStays() throws Exception {
        var _ = run(new Asked.Ids(A, new TradeIdRange(1_000, 1_099)));
        world.change(A, c -> c.ask(new TradeIdRange(1_000, 1_999)));

        Backfill.Result result = run(new Asked.Cancel(A, Optional.empty()));

        assertThat(result.stored()).containsExactly("AAAUSDT [1100..1999] is withdrawn");
        var _ = scheduled();
        world.assertComplete(A, 1_000, 1_099);
    }

    @Test
    void someIdsCanBeWithdrawnAlone() throws Exception {
        world.change(A, c -> c.ask(new TradeIdRange(1_000, 1_999)));

        var _ = run(new Asked.Cancel(A, Optional.of(new TradeIdRange(1_500, 9_999))));

        world.assertComplete(A, 1_000, 1_499);
    }

    @Test
    void withdrawingWhatWasNeverAskedForSaysSo() throws Exception {
        world.follow(B, 1_000);

        assertThat(run(new Asked.Cancel(A, Optional.empty())).stored())
                .containsExactly("AAAUSDT has no checkpoint: nothing to withdraw");
        assertThat(run(new Asked.Cancel(B, Optional.empty())).stored())
                .containsExactly("BBBUSDT: nothing asked for is open");
    }

    @Test
    void wrongNamesAreRefusedAllAtOnceAndNothingIsStored() {
        assertThatThrownBy(() ->
                        run(
                                new Asked.Ids(A, new TradeIdRange(1_000, 1_099)),
                                new Asked.Ids(WRONG, new TradeIdRange(1, 2)),
                                new Asked.Ids(Symbol.of("XYZ"), new TradeIdRange(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AAAUSTD, XYZ");
        assertThat(world.checkpoints.all()).isEmpty();
    }

    @Test
    void aSymbolWithObjectsAndWithoutACheckpointIsRefused() throws Exception {
        var _ = run(new Asked.Ids(A, new TradeIdRange(1_000, 1_099)));
        world.checkpoints.forget(A);

        assertThatThrownBy(() -> run(new Asked.Ids(A, new TradeIdRange(1_000, 1_099))))
                .hasMessageContaining("gapless rebuild");
    }

    @Test
    void timesThatCannotBeLookedUpStoreNothingAndSayWhy() {
        Faults banned = Faults.of(_ -> HistoryFault.banned(600));

        assertThatThrownBy(() ->
                        world.backfill(banned)
                                .run(
                                        new Manual(List.of(new Asked.Times(B, FIRST, START))),
                                        world.clock.instant().plus(RepairWorld.BUDGET),
                                        RepairProgress.NONE))
                .hasMessageContaining("Nothing was stored");
        assertThat(world.checkpoints.all()).isEmpty();
    }

    @Test
    void aLostReplyToTheWishIsNoHarm() throws Exception {
        int[] writes = {0};
        Faults lost =
                new Faults(
                        call ->
                                call.operation().isWrite() && writes[0]++ == 0
                                        ? StorageFault.lostReply()
                                        : StorageFault.none(),
                        HistoryFaults.NONE);

        var _ =
                world.backfill(lost)
                        .run(
                                new Manual(
                                        List.of(new Asked.Ids(B, new TradeIdRange(1_000, 1_099)))),
                                world.clock.instant().plus(RepairWorld.BUDGET),
                                RepairProgress.NONE);

        world.assertComplete(B, 1_000, 1_099);
        assertThat(world.read(B).wanted().asked())
                .isEqualTo(Coverage.of(new TradeIdRange(1_000, 1_099)));
    }

    private Backfill.Result run(Asked... asked) throws InterruptedException {
        return world.backfill(Faults.NONE)
                .run(
                        new Manual(List.of(asked)),
                        world.clock.instant().plus(RepairWorld.BUDGET),
                        RepairProgress.NONE);
    }

    private Backfill.Result scheduled() throws InterruptedException {
        return world.backfill(Faults.NONE)
                .run(
                        Scheduled.ALL,
                        world.clock.instant().plus(RepairWorld.BUDGET),
                        RepairProgress.NONE);
    }
}
