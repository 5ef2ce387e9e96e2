package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.backfill.repair.KillSwitch.At;
import io.gapless.backfill.repair.KillSwitch.Killed;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A repair is killed at every single call that it makes, to a store or to the exchange; the next one
/// ends with an archive that equals the tape.
class RepairKilledTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Symbol B = Symbol.of("BBBUSDT");
    private static final int RUNS = 10;

    @ParameterizedTest
    @EnumSource
    void killedAtAnyCallAndRunAgainItEndsWithTheTapeAndNothingTwice(At how) throws Exception {
        for (int call = 0; call < callsOfARun(); call++) {
            RepairWorld world = world();
            kill(world, call, how);
            world.clock.advance(RepairWorld.CLAIM_LIFE);

            world.repairEveryMinute(RUNS);
            world.landAll();

            assertComplete(world);
        }
    }

    @Test
    void whatWasOnItsWayAndLandsBeforeTheNextRunIsTakenAsItLies() throws Exception {
        for (int call = 0; call < callsOfARun(); call++) {
            RepairWorld world = world();
            kill(world, call, At.ON_ITS_WAY);
            world.landAll();
            world.clock.advance(RepairWorld.CLAIM_LIFE);

            world.repairEveryMinute(RUNS);

            assertComplete(world);
        }
    }

    @Test
    void killedTwiceItStillHeals() throws Exception {
        int calls = callsOfARun();
        for (int call = 0; call < calls; call++) {
            RepairWorld world = world();
            kill(world, call, At.AFTER);
            world.clock.advance(RepairWorld.CLAIM_LIFE);
            KillSwitch second = new KillSwitch(calls / 3, At.ON_ITS_WAY);
            try {
                world.repair(second.faults());
            } catch (Killed e) {
                world.clock.advance(RepairWorld.CLAIM_LIFE);
            }

            world.repairEveryMinute(RUNS);
            world.landAll();
            assertComplete(world);
        }
    }

    private static int callsOfARun() throws InterruptedException {
        KillSwitch counting = KillSwitch.counting();
        RepairWorld world = world();
        assertThat(world.repair(counting.faults()).left()).isZero();
        assertComplete(world);
        assertThat(counting.calls()).isGreaterThan(35);
        return counting.calls();
    }

    private static void kill(RepairWorld world, int call, At how) {
        KillSwitch killSwitch = new KillSwitch(call, how);
        assertThatThrownBy(() -> world.repair(killSwitch.faults())).isInstanceOf(Killed.class);
    }

    private static void assertComplete(RepairWorld world) {
        world.assertComplete(A, 100, 2_699);
        world.assertComplete(B, 1, 699);
    }

    /// A gap of several pages over a midnight, small gaps, two dead listeners' claims, a stale tail and
    /// history that was asked for.
    private static RepairWorld world() throws InterruptedException {
        RepairWorld world = new RepairWorld();
        world.traded(A, 100, 2_699, Instant.parse("2026-03-01T23:59:59Z"));
        world.traded(B, 1, 699, Instant.parse("2026-03-02T00:00:30Z"));
        world.follow(A, 100);
        world.listenerArchives(A, 100, 199);
        world.listenerArchives(A, 2_500, 2_599);
        world.follow(B, 301);
        world.listenerArchives(B, 301, 349);
        world.listenerArchives(B, 360, 399);
        world.listenerArchives(B, 405, 449);
        world.listenerDies(B, 450, 549, false);
        world.listenerDies(B, 550, 649, true);
        world.change(B, c -> c.ask(new TradeIdRange(1, 320)));
        world.clock.advance(Duration.ofMinutes(5));
        return world;
    }
}
