package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.SETTINGS;
import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.batch.BatchKey;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.HistoryFaults;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of claims whose owner died.
class RepairTakeoverTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final TradeIdRange RANGE = new TradeIdRange(100, 299);

    private final RepairWorld world = new RepairWorld();

    @BeforeEach
    void traded() {
        world.traded(A, 100, 299, START.minus(Duration.ofMinutes(9)));
        world.follow(A, 100);
    }

    @Test
    void anObjectThatIsNeitherTheClaimsRowsNorAVoidIsAnAlarmAndCommittedByNobody()
            throws Exception {
        world.listenerDies(A, 100, 299, false);
        String key = world.read(A).claims().getFirst().key().toString();
        world.archive.put(key, new byte[] {1, 2, 3}, Map.of());
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        SymbolReport report = world.repair().symbols().getFirst();

        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("ALARM object " + key)
                .containsOnlyOnce(key);
        assertContradiction();
    }

    @Test
    void aClaimWhoseDateTheHistoryContradictsIsAnAlarmAndNothingIsPut() throws Exception {
        long tomorrow = Trade.micros(Instant.parse("2026-03-03T12:00:00Z"));
        BatchKey key = new BatchKey(A, tomorrow, tomorrow, RANGE);
        world.change(A, c -> c.claim(new Claim("c", key, "listener", START)));

        SymbolReport report = world.repair().symbols().getFirst();

        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith(
                        "ALARM the exchange's history has the ids of " + key + " on [2026-03-02]")
                .containsOnlyOnce(key.toString());
        assertThat(world.archive.keys()).isEmpty();
        assertContradiction();
    }

    @ParameterizedTest
    @MethodSource
    void aClaimThatCannotBeBuiltYetIsToldAndDeferredWithItsReason(HistoryFault fault, Reason reason)
            throws Exception {
        world.listenerDies(A, 100, 299, false);
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        SymbolReport report = world.repair(Faults.of(pages(fault))).symbols().getFirst();

        assertThat(report.notes())
                .last()
                .isEqualTo("the claim of 100..299 cannot be built: " + reason);
        assertThat(report.notes()).hasSize(reason == Reason.REFUSED ? 2 : 1);
        assertThat(world.read(A).deferred())
                .extracting(Deferral::range, Deferral::reason)
                .containsExactly(Tuple.tuple(RANGE, reason));
    }

    static List<Arguments> aClaimThatCannotBeBuiltYetIsToldAndDeferredWithItsReason() {
        return List.of(
                Arguments.of(new HistoryFault.EmptyPage(), Reason.REST_LAGS),
                Arguments.of(new HistoryFault.Garbled(), Reason.REFUSED),
                Arguments.of(new HistoryFault.StartsLate(10), Reason.WITHDRAWN),
                Arguments.of(
                        new HistoryFault.StepsOver(new TradeIdRange(150, 151)),
                        Reason.STEPPED_OVER));
    }

    private static HistoryFaults pages(HistoryFault fault) {
        return call -> call.endpoint().equals("historicalTrades") ? fault : HistoryFault.none();
    }

    @Test
    void aClaimIsVoidedWhenItWasStuckLongEnoughAndItsIdsAreFilledInTheSameRun() throws Exception {
        world.listenerDies(A, 100, 299, false);
        world.traded(A, 300, 309, START.minus(Duration.ofMinutes(8)));
        world.listenerArchives(A, 300, 309);
        world.tape.withdrawBelow("AAAUSDT", 150);
        world.clock.advance(RepairWorld.CLAIM_LIFE);
        Instant now = world.clock.instant();
        stuckSince(RANGE, now.minus(SETTINGS.voidAfter()).plusMillis(1));
        var _ = world.repair();
        assertThat(world.read(A).claims()).hasSize(1);
        stuckSince(new TradeIdRange(100, 298), now.minus(Duration.ofHours(1)));
        var _ = world.repair();
        assertThat(world.read(A).claims()).hasSize(1);

        stuckSince(RANGE, now.minus(SETTINGS.voidAfter()));
        SymbolReport report = world.repair().symbols().getFirst();

        assertThat(world.read(A).claims()).isEmpty();
        assertThat(world.archivedIds(A)).isEqualTo(ids(150, 309));
        assertThat(report.left()).containsExactly(new TradeIdRange(100, 149));
        assertThat(report.notes()).singleElement().asString().contains("another source");
        assertThat(report.filled()).isEqualTo(150);
        assertThat(world.read(A).deferred())
                .extracting(Deferral::range)
                .containsExactly(new TradeIdRange(100, 149));
    }

    private void stuckSince(TradeIdRange range, Instant since) {
        world.change(A, c -> c.defer(List.of(new Deferral(range, Reason.WITHDRAWN, since, since))));
    }

    @Test
    void aRangeWhoseKeyWasVoidedIsArchivedUnderAnotherKey() throws Exception {
        world.listenerDies(A, 100, 299, false);
        world.tape.withdrawBelow("AAAUSDT", 1_000);
        world.clock.advance(RepairWorld.CLAIM_LIFE);
        stuckSince(RANGE, world.clock.instant().minus(SETTINGS.voidAfter()));
        var _ = world.repair();
        assertThat(world.read(A).claims()).isEmpty();
        assertThat(world.archive.keys()).hasSize(1);
        world.tape.withdrawBelow("AAAUSDT", 0);
        world.clock.advance(Duration.ofMinutes(5));

        RepairReport report = world.repair();

        world.assertComplete(A, 100, 299);
        assertThat(world.archive.keys()).hasSize(2);
        assertThat(report.filled()).isEqualTo(200);
        assertThat(report.ending()).isEqualTo(RepairReport.Ending.DONE);
    }

    @Test
    void aTakeoverCountsAmongWhatWasRepaired() throws Exception {
        world.listenerDies(A, 100, 299, true);
        world.clock.advance(RepairWorld.CLAIM_LIFE);

        assertThat(world.repair().filled()).isEqualTo(200);
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    private void assertContradiction() {
        assertThat(world.read(A).archived()).isEqualTo(Coverage.EMPTY);
        assertThat(world.read(A).claims()).hasSize(1);
        assertThat(world.read(A).deferred())
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.range()).isEqualTo(RANGE);
                    assertThat(d.reason()).isEqualTo(Reason.CONTRADICTION);
                })
                .extracting(Deferral::since)
                .isEqualTo(world.clock.instant());
    }
}
