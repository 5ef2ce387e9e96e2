package io.gapless.seal;

import static io.gapless.seal.SealWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.InFlight;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.archive.StorageUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever seals may be killed at any call, and its last write may land at any later time.
class SealKilledTest {
    private static final int MAX_CALLS = 500;

    /// What the last call does.
    enum Death {
        BEFORE(StorageFault.Before::new),
        AFTER(StorageFault.After::new),
        ON_ITS_WAY(StorageFault.OnItsWay::new);

        private final Function<RuntimeException, StorageFault> fault;

        Death(Function<RuntimeException, StorageFault> fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverComesNextFinishesTheDay(Death death) throws Exception {
        everyCall(death, Duration.ofMinutes(1), 1);
    }

    @ParameterizedTest
    @EnumSource
    void soDoesWhoeverComesTheDayAfter(Death death) throws Exception {
        everyCall(death, Duration.ofDays(1), 2);
    }

    private static void everyCall(Death death, Duration later, int mostPlans) throws Exception {
        for (int call = 0; call < MAX_CALLS; call++) {
            SealWorld world = SealWorld.ofThreeDays();
            AtomicInteger calls = new AtomicInteger();
            int last = call;
            StorageFaults kill =
                    _ ->
                            calls.getAndIncrement() == last
                                    ? death.fault.apply(
                                            new StorageUnavailableException("killed", null))
                                    : StorageFault.none();
            try {
                world.seal(kill, StorageFaults.NONE);
            } catch (StorageUnavailableException killed) {
                world.clock.advance(later);
                seesEachTradeOnce(world);
                finish(world);
                seesEachTradeOnce(world);
                world.archive.inFlight().forEach(InFlight::land);
                seesEachTradeOnce(world);
                assertThat(world.keys("certificates/"))
                        .filteredOn(key -> key.contains("certificate-"))
                        .hasSize(1);
                assertThat(world.keys("certificates/"))
                        .filteredOn(key -> key.contains("plan-"))
                        .hasSizeLessThanOrEqualTo(mostPlans);
                assertThat(world.seal()).isInstanceOf(SealOutcome.Unchanged.class);
                continue;
            }
            assertThat(call).isGreaterThan(15);
            return;
        }
        throw new AssertionError("more than " + MAX_CALLS + " calls");
    }

    private static void finish(SealWorld world) throws Exception {
        SealOutcome outcome = world.seal();
        assertThat(outcome)
                .isInstanceOfAny(SealOutcome.Certified.class, SealOutcome.Unchanged.class);
    }

    private static void seesEachTradeOnce(SealWorld world) {
        for (int day = 1; day < 5; day++) {
            assertThat(world.view(DAY.plusDays(day)))
                    .hasSize(100)
                    .allSatisfy((_, times) -> assertThat(times).isOne());
        }
    }

    @Test
    void ofTwoThatSealAtOnceOneObjectAndOneCertificateComeWhateverTheirOrder() throws Exception {
        for (int switchAt = 0; switchAt < MAX_CALLS; switchAt++) {
            SealWorld world = SealWorld.ofThreeDays();
            AtomicInteger calls = new AtomicInteger();
            int when = switchAt;
            List<SealOutcome> others = new ArrayList<>();
            StorageFaults other =
                    _ -> {
                        if (calls.getAndIncrement() == when) {
                            others.add(sealed(world));
                        }
                        return StorageFault.none();
                    };

            SealOutcome outcome = world.seal(other, StorageFaults.NONE);

            assertThat(world.keys("sealed/")).hasSize(1);
            assertThat(world.keys("certificates/")).hasSize(2);
            assertThat(outcome)
                    .isInstanceOfAny(SealOutcome.Certified.class, SealOutcome.Unchanged.class);
            seesEachTradeOnce(world);
            if (others.isEmpty()) {
                return;
            }
        }
        throw new AssertionError("more than " + MAX_CALLS + " calls");
    }

    @Test
    void ofTwoThatSealAtOnceNoneSealsTwiceWhatTurnsUpBetween() throws Exception {
        for (int switchAt = 0; switchAt < MAX_CALLS; switchAt++) {
            SealWorld world = SealWorld.ofThreeDays();
            AtomicInteger calls = new AtomicInteger();
            int when = switchAt;
            List<SealOutcome> others = new ArrayList<>();
            StorageFaults other =
                    _ -> {
                        if (calls.getAndIncrement() == when) {
                            // The exchange's clock goes back over midnight, and on.
                            world.archive(
                                    world.market.at(SealWorld.MIDNIGHT.minusSeconds(1)).take(3));
                            world.archive(
                                    world.market.at(SealWorld.MIDNIGHT.plusSeconds(9)).take(1));
                            others.add(sealed(world));
                        }
                        return StorageFault.none();
                    };

            world.seal(other, StorageFaults.NONE);
            finish(world);

            int trades = others.isEmpty() ? 100 : 103;
            for (int day = 1; day < 5; day++) {
                assertThat(world.view(DAY.plusDays(day)))
                        .hasSize(trades)
                        .allSatisfy((_, times) -> assertThat(times).isOne());
            }
            if (others.isEmpty()) {
                return;
            }
        }
        throw new AssertionError("more than " + MAX_CALLS + " calls");
    }

    private static SealOutcome sealed(SealWorld world) {
        try {
            return world.seal();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsTold() {
        SealWorld world = SealWorld.ofThreeDays();

        assertThatThrownBy(() -> world.seal(_ -> StorageFault.throttled(), StorageFaults.NONE))
                .isInstanceOf(StorageUnavailableException.class);
    }
}
