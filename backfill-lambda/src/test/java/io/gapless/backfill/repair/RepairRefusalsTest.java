package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.binance.BanMemory;
import io.gapless.binance.HistoryCall;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.HistoryFaults;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the exchange does instead of giving the trades.
class RepairRefusalsTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Symbol B = Symbol.of("BBBUSDT");
    private static final TradeIdRange GAP = new TradeIdRange(200, 299);

    private final RepairWorld world = new RepairWorld();

    @BeforeEach
    void twoSymbolsWithAGapEach() throws InterruptedException {
        for (Symbol symbol : new Symbol[] {A, B}) {
            world.traded(symbol, 100, 1_399, START.minus(Duration.ofMinutes(9)));
            world.follow(symbol, 100);
            world.listenerArchives(symbol, 100, 199);
            world.listenerArchives(symbol, 300, 1_399);
        }
    }

    @Test
    void a429EndsTheRunUntilTheTimeThatWasGivenAndNothingIsAskedBefore() throws Exception {
        RepairReport report = world.repair(pages(HistoryFault.rateLimited(55)));

        assertThat(report.ending()).isEqualTo(Ending.BANNED);
        assertThat(report.sentence()).contains("429");
        Instant until = report.goesOnAt().orElseThrow();
        assertThat(Duration.between(START, until))
                .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(57));
        assertNothingIsAskedUntil(until);
    }

    @Test
    void aShort429IsWaitedForWithinTheRun() throws Exception {
        RepairReport report = world.repair(pages(HistoryFault.rateLimited(20)));

        assertThat(report.ending()).isEqualTo(Ending.DONE);
        assertComplete();
        assertNothingWasAskedInABan();
    }

    @Test
    void a418IsKeptOverAKillAndRestartsUntilItsEnd() throws Exception {
        RepairReport report = world.repair(pages(HistoryFault.banned(180)));

        assertThat(report.ending()).isEqualTo(Ending.BANNED);
        assertThat(BanMemory.stored(world.marks, "backfill")).isPresent();
        assertNothingIsAskedUntil(world.clock.instant().plusSeconds(180));
    }

    @Test
    void aRepairKilledWhileItLearnsOfABanHasStoredItBeforeAnythingElse() throws Exception {
        HistoryFaults banned = pages(HistoryFault.banned(180)).history();
        Faults killedAtTheNextStorageCall =
                new Faults(
                        _ ->
                                BanMemory.stored(world.marks, "backfill").isPresent()
                                        ? KillSwitch.before()
                                        : io.gapless.archive.StorageFault.none(),
                        banned);

        assertThatThrownBy(() -> world.repair(killedAtTheNextStorageCall))
                .isInstanceOf(KillSwitch.Killed.class);

        assertNothingIsAskedUntil(world.clock.instant().plusSeconds(180));
    }

    @Test
    void a403IsTreatedAsABanOfSomeMinutes() throws Exception {
        RepairReport report = world.repair(pages(HistoryFault.forbidden()));

        assertThat(report.ending()).isEqualTo(Ending.BANNED);
        Instant until = report.goesOnAt().orElseThrow();
        assertThat(Duration.between(world.clock.instant(), until))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        assertNothingIsAskedUntil(until);
    }

    @Test
    void a451SaysWhereToRunInsteadAndIsNotAskedHot() throws Exception {
        RepairReport report = world.repair(pages(HistoryFault.regionBlocked()));

        assertThat(report.ending()).isEqualTo(Ending.BANNED);
        assertThat(report.sentence()).contains("451").contains("ap-northeast-1");
        assertNothingIsAskedUntil(report.goesOnAt().orElseThrow());
    }

    @Test
    void a5xxIsAskedAgainAndGoneAfterThat() throws Exception {
        RepairReport report =
                world.repair(pages(HistoryFault.badGateway(), new HistoryFault.NoAnswer()));

        assertThat(report.ending()).isEqualTo(Ending.DONE);
        assertComplete();
    }

    @Test
    void anExchangeThatStaysAwayEndsTheRunAfterItsMostAttempts() throws Exception {
        RepairReport report = world.repair(Faults.of(_ -> HistoryFault.badGateway()));

        assertThat(report.ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(report.left()).isEqualTo(2 * GAP.size());
        assertThat(world.limits.calls()).hasSizeLessThanOrEqualTo(HistoryFetch.MAX_ATTEMPTS + 1);
        assertThat(world.repair().left()).isZero();
    }

    @Test
    void aGarbledPageConcernsItsGapAloneWhichIsTriedAgainLater() throws Exception {
        RepairReport report = world.repair(pages(new HistoryFault.Garbled()));

        assertThat(report.ending()).isEqualTo(Ending.DONE);
        assertThat(only(A).reason()).isEqualTo(Reason.REFUSED);
        world.assertComplete(B, 100, 1_399);
        world.repairEveryMinute(2);
        assertComplete();
    }

    @Test
    void anEmptyPageMeansLaterAndIsNotAskedForAgainAtOnce() throws Exception {
        RepairReport report = world.repair(pages(new HistoryFault.EmptyPage()));

        assertThat(report.left()).isEqualTo(GAP.size());
        assertThat(only(A).reason()).isEqualTo(Reason.REST_LAGS);
        assertThat(only(A).range()).isEqualTo(GAP);
        assertThat(report.goesOnAt()).contains(only(A).retryAt());
        world.repairEveryMinute(2);
        assertComplete();
    }

    @Test
    void aDatabaseThatLagsBehindTheStreamIsAskedAgainUntilItHasTheTrades() throws Exception {
        world.tape.lag(Duration.ofMinutes(12));

        RepairReport early = world.repair();

        assertThat(early.filled()).isZero();
        assertThat(world.read(A).absent().isEmpty()).isTrue();
        world.repairEveryMinute(8);
        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 99})
    void aShortPageIsUsedAndContinued(int rows) throws Exception {
        RepairReport report = world.repair(pages(new HistoryFault.ShortPage(rows)));

        assertThat(report.left()).isZero();
        assertComplete();
    }

    @Test
    void aPageThatStartsLateOnceIsLookedAtAgainAndEverythingIsThere() throws Exception {
        RepairReport report = world.repair(pages(new HistoryFault.StartsLate(30)));

        assertThat(report.left()).isZero();
        assertThat(world.read(A).absent().isEmpty()).isTrue();
        assertComplete();
    }

    @Test
    void withdrawnHistoryIsLeftForAnotherSourceAndNeverAbsent() throws Exception {
        world.tape.withdrawBelow("AAAUSDT", 250);

        RepairReport report = world.repair();

        assertThat(symbol(report, A).left()).containsExactly(new TradeIdRange(200, 249));
        assertThat(symbol(report, A).notes()).singleElement().asString().contains("another source");
        assertThat(only(A).reason()).isEqualTo(Reason.WITHDRAWN);
        world.assertComplete(B, 100, 1_399);
        world.clock.advance(Duration.ofHours(30));
        var _ = world.repair();
        assertThat(world.read(A).absent().isEmpty()).isTrue();
    }

    @Test
    void idsThatTheExchangeStepsOverAreAbsentOnlyAfterASecondSightAnHourLaterWithEvidence()
            throws Exception {
        TradeIdRange hidden = new TradeIdRange(220, 224);
        world.tape.stepOver("AAAUSDT", hidden);

        RepairReport first = world.repair();

        assertThat(symbol(first, A).filled()).isEqualTo(95);
        assertThat(symbol(first, A).left()).containsExactly(hidden);
        assertThat(symbol(first, A).absent()).isEmpty();
        assertThat(symbol(first, A).evidence()).hasSize(1);
        world.clock.advance(Duration.ofMinutes(59));
        assertThat(symbol(world.repair(), A).absent()).isEmpty();

        world.clock.advance(Duration.ofMinutes(1));
        RepairReport second = world.repair();

        assertThat(symbol(second, A).absent()).containsExactly(hidden);
        assertThat(world.archive.keys()).containsAll(symbol(second, A).evidence());
        assertThat(world.read(A).absent()).isEqualTo(Coverage.of(hidden));
        assertThat(second.left()).isZero();
        world.assertComplete(A, 100, 1_399);
    }

    @Test
    void idsThatWereSteppedOverOnceAndThenAppearAreArchived() throws Exception {
        world.tape.stepOver("AAAUSDT", new TradeIdRange(220, 224));
        var _ = world.repair();
        world.tape.showAll("AAAUSDT");
        world.clock.advance(Duration.ofHours(2));

        assertThat(world.repair().left()).isZero();

        assertComplete();
        assertThat(world.read(A).absent().isEmpty()).isTrue();
    }

    @Test
    void aPageThatAlsoLacksArchivedIdsIsNoEvidence() throws Exception {
        world.tape.stepOver("AAAUSDT", new TradeIdRange(290, 310));

        RepairReport report = world.repair();

        assertThat(symbol(report, A).evidence()).isEmpty();
        assertThat(symbol(report, A).notes())
                .containsExactly("a page of the exchange's history lacks archived ids of 290..310");
        assertThat(only(A).reason()).isEqualTo(Reason.REST_LAGS);
        world.clock.advance(Duration.ofHours(3));
        var _ = world.repair();
        assertThat(world.read(A).absent().isEmpty()).isTrue();
    }

    private void assertNothingIsAskedUntil(Instant end) throws InterruptedException {
        int calls = world.limits.calls().size();
        while (world.clock.instant().plusSeconds(60).isBefore(end)) {
            assertThat(world.repair().ending()).isEqualTo(Ending.BANNED);
            assertThat(world.limits.calls()).hasSize(calls);
            world.clock.advance(Duration.ofSeconds(7));
        }
        world.clock.set(end);
        assertThat(world.repair().left()).isZero();
        assertNothingWasAskedInABan();
        assertComplete();
    }

    private void assertNothingWasAskedInABan() {
        assertThat(world.limits.calls()).noneMatch(HistoryCall::banned);
    }

    private void assertComplete() {
        world.assertComplete(A, 100, 1_399);
        world.assertComplete(B, 100, 1_399);
    }

    private Deferral only(Symbol symbol) {
        assertThat(world.read(symbol).deferred()).hasSize(1);
        return world.read(symbol).deferred().getFirst();
    }

    private static SymbolReport symbol(RepairReport report, Symbol symbol) {
        return report.symbols().stream()
                .filter(s -> s.symbol().equals(symbol))
                .findAny()
                .orElseThrow();
    }

    /// These faults, one per page of trades.
    private static Faults pages(HistoryFault... faults) {
        Deque<HistoryFault> left = new ArrayDeque<>(Arrays.asList(faults));
        return Faults.of(call ->
                call.endpoint().equals("historicalTrades") && !left.isEmpty()
                        ? left.remove()
                        : HistoryFault.none());
    }
}
