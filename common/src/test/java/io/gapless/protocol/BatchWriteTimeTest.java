package io.gapless.protocol;

import static io.gapless.protocol.ProtocolWorld.START;
import static io.gapless.protocol.ProtocolWorld.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gapless.archive.Claim;
import io.gapless.archive.StorageFault;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Renewals, retries and giving up.
class BatchWriteTimeTest {
    private final ProtocolWorld world = new ProtocolWorld();

    @Test
    void aClaimIsRenewedAtHalfItsLifeAsLongAsItsPutIsRetried() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10));
        run.until(StorageCall.PutObject.class);
        Instant end = START.plusSeconds(600);
        while (world.clock.instant().isBefore(end)) {
            boolean put = run.pending() instanceof StorageCall.PutObject;
            run.perform(put ? StorageFault.throttled() : StorageFault.none());
            Duration left = Duration.between(world.clock.instant(), world.claim(1, 10).expires());
            assertThat(left).isGreaterThan(Duration.ofSeconds(15));
        }
        // Ten minutes of 60 s claims, renewed every 30 s.
        assertThat(world.checkpoint().version()).isBetween(15L, 25L);
        run.finish();
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void everyClaimOfTheWriteIsRenewedInOneWrite() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10), world.own(20, 30));
        run.perform();
        world.clock.advance(Duration.ofSeconds(31));
        run.perform();
        assertThat(run.pending()).isInstanceOf(StorageCall.WriteCheckpoint.class);
        run.perform();

        Instant renewed = START.plusSeconds(31 + 60);
        assertThat(world.claim(1, 10).expires()).isEqualTo(renewed);
        assertThat(world.claim(20, 30).expires()).isEqualTo(renewed);
        run.finish();
    }

    @Test
    void aTakerDoesNotRenewWhatItTakesOver() {
        Claim claim = world.abandoned(1, 10);
        world.clock.advance(Duration.ofSeconds(61));
        ScriptedRun<WriteOutcome> taker = world.write(world.takenOver(claim));
        taker.perform(StorageFault.throttled());

        assertThat(world.claim(1, 10)).isEqualTo(claim);
        taker.finish();
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void aClaimIsExpiredFromItsExpiryOnAndWhenItLiesTooFarAhead() {
        Claim claim = world.abandoned(1, 10);

        assertThat(claim.isExpired(START)).isFalse();
        assertThat(claim.isExpired(START.plusSeconds(60).minusNanos(1_000))).isFalse();
        assertThat(claim.isExpired(START.plusSeconds(60))).isTrue();
        Instant farAhead = claim.expires().minus(Claim.MAX_LIFE);
        assertThat(claim.isExpired(farAhead)).isFalse();
        assertThat(claim.isExpired(farAhead.minusNanos(1_000))).isTrue();
    }

    @Test
    void aCheckpointThatCannotBeReachedIsGivenUpAfterSomeAttemptsAndNothingIsClaimed() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10));
        int attempts = 0;
        while (!run.isDone()) {
            boolean pause = run.pending() instanceof StorageCall.Pause;
            attempts += pause ? 0 : 1;
            run.perform(pause ? StorageFault.none() : StorageFault.timedOut());
        }

        assertThat(run.result()).isEqualTo(new WriteOutcome.NotClaimed("time-out, never arrived"));
        assertThat(attempts).isEqualTo(BatchWrite.MAX_ATTEMPTS_TO_CLAIM);
        assertThat(Duration.between(START, world.clock.instant()))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void onceSomethingIsClaimedItGoesOnUntilTheTimeToGiveUp() {
        Instant giveUpAt = START.plusSeconds(300);
        ScriptedRun<WriteOutcome> run = world.write(giveUpAt, world.own(1, 10));
        run.perform();
        while (!run.isDone()) {
            boolean pause = run.pending() instanceof StorageCall.Pause;
            run.perform(pause ? StorageFault.none() : StorageFault.timedOut());
        }

        assertThat(run.result()).isEqualTo(new WriteOutcome.GaveUp("time-out, never arrived"));
        assertThat(world.clock.instant()).isBetween(giveUpAt.minusSeconds(10), giveUpAt);
    }

    @Test
    void nothingIsBegunWhenTheTimeIsUpAlready() {
        ScriptedRun<WriteOutcome> run = world.write(START, world.own(1, 10));

        assertThat(run.isDone()).isTrue();
        assertThat(run.result())
                .isInstanceOfSatisfying(
                        WriteOutcome.NotClaimed.class, no -> assertThat(no.why()).isNotBlank());
    }

    @Test
    void aCommitThatIsAnsweredAfterTheTimeToGiveUpCounts() {
        ScriptedRun<WriteOutcome> run = world.write(START.plusSeconds(10), world.own(1, 10));
        run.perform().perform();
        world.clock.advance(Duration.ofSeconds(9));
        assertThat(run.pending()).isInstanceOf(StorageCall.WriteCheckpoint.class);
        // The answer takes its time.
        world.clock.advance(Duration.ofSeconds(9));
        run.perform();

        assertThat(run.result())
                .isInstanceOfSatisfying(
                        WriteOutcome.Ended.class,
                        ended -> assertThat(ended.batches(Fate.ARCHIVED)).hasSize(1));
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void aCheckpointThatEverybodyWritesIsLeftToThemAfterSoManyLostRaces() {
        ScriptedRun<WriteOutcome> run = world.write(world.own(1, 10));
        int races = 0;
        while (!run.isDone()) {
            if (run.pending() instanceof StorageCall.WriteCheckpoint) {
                races++;
                world.store(world.checkpoint().change());
            }
            run.perform();
        }

        assertThat(run.result())
                .isInstanceOfSatisfying(
                        WriteOutcome.NotClaimed.class,
                        no -> assertThat(no.why()).contains("races").contains("BTCUSDT"));
        assertThat(races).isEqualTo(BatchWrite.MAX_LOST_RACES + 1);
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);
    }

    @Test
    void theLongestWaitIsTheWholeTimeAndTheShortestHalfOfIt() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60));

        assertThat(backoff.after(3, drawing(bound -> bound - 1))).isEqualTo(Duration.ofSeconds(8));
        assertThat(backoff.after(3, drawing(_ -> 0))).isEqualTo(Duration.ofSeconds(4));
    }

    private static RandomGenerator drawing(LongUnaryOperator below) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("without a bound");
            }

            @Override
            public long nextLong(long bound) {
                return below.applyAsLong(bound);
            }
        };
    }

    @Test
    void waitsAreDoubledUpToACapAndSpread() {
        Backoff backoff = Backoff.STORAGE;
        for (int failures = 1; failures < 100; failures++) {
            Duration wait = backoff.after(failures, world.random);
            Duration longest =
                    Duration.ofMillis(Math.min(10_000, 250L << Math.min(failures - 1, 20)));
            assertThat(wait).isBetween(longest.dividedBy(2), longest);
        }
    }

    @Test
    void aClaimLivesBetweenASecondAndTheLongestThatIsBelieved() {
        assertThat(new Claimant("a", Duration.ofSeconds(1)).claimLife()).hasSeconds(1);
        assertThat(new Claimant("a", Claim.MAX_LIFE).claimLife()).isEqualTo(Claim.MAX_LIFE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claimant("a", Duration.ofMillis(999)))
                .withMessageContaining("PT0.999S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claimant("a", Claim.MAX_LIFE.plusMillis(1)));
    }
}
