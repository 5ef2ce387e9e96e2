package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Deferral.Reason;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        long yesterday = Trade.micros(Instant.parse("2026-03-01T12:00:00Z"));
        BatchKey key = new BatchKey(A, yesterday, yesterday, RANGE);
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
