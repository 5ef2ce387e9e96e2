package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.archive.Wanted;
import io.gapless.batch.Batch;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageActionRunnerTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;

    private final InMemoryArchive archive = new InMemoryArchive(InstantSource.system());
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final SplittableGenerator random =
            (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    private final SampleTrades trades = new SampleTrades(1);
    private volatile StorageFaults faults = StorageFaults.NONE;
    private final StorageActionRunner runner =
            new StorageActionRunner(
                    archive.through(call -> faults.next(call)),
                    checkpoints.through(call -> faults.next(call)),
                    new Claimant("test", Duration.ofSeconds(30)),
                    InstantSource.system(),
                    _ -> {},
                    random);

    @AfterEach
    void close() {
        runner.close();
    }

    private Checkpoint followed(Symbol symbol) {
        Checkpoint first =
                Checkpoint.none(symbol).change().follow(1).at(InstantSource.system().instant());
        checkpoints.write(first);
        return first;
    }

    private IngestAction.Write write(Symbol symbol, Checkpoint known) {
        Batch batch = new Batch(symbol, trades.take(10));
        return new IngestAction.Write(symbol, List.of(EncodedBatch.own(batch, random)), known);
    }

    private IngestEvent ended() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            runner.awaitEnded(Duration.ofMillis(10));
            Optional<IngestEvent> event = runner.takeEnded();
            if (event.isPresent()) {
                return event.get();
            }
        }
        throw new AssertionError("nothing has ended within 10 s");
    }

    private WriteOutcome outcome() throws InterruptedException {
        return ((IngestEvent.WriteEnded) ended()).outcome();
    }

    private Optional<Checkpoint> checkpointRead() throws InterruptedException {
        return ((IngestEvent.CheckpointRead) ended()).checkpoint();
    }

    @Test
    void aWriteIsArchivedAndTold() throws InterruptedException {
        runner.begin(write(SYMBOL, followed(SYMBOL)));

        assertThat(outcome()).isInstanceOf(WriteOutcome.Ended.class);
        assertThat(archive.keys()).hasSize(1);
        assertThat(runner.oldestActionSince()).isEmpty();
    }

    @Test
    void aStoreThatRefusesIsNoReasonToDie() throws InterruptedException {
        Checkpoint known = followed(SYMBOL);
        IngestAction.Write write = write(SYMBOL, known);
        faults = _ -> StorageFault.refused();
        runner.begin(write);

        assertThat(outcome()).isEqualTo(new WriteOutcome.NotClaimed("403 Access Denied"));

        faults = StorageFaults.NONE;
        runner.begin(write);
        assertThat(outcome()).isInstanceOf(WriteOutcome.Ended.class);
    }

    @Test
    void aCheckpointThatIsGoneIsNotBegunAnew() throws InterruptedException {
        runner.begin(new IngestAction.ReadCheckpoint(SYMBOL));
        assertThat(ended()).isEqualTo(new IngestEvent.CheckpointRead(SYMBOL, Optional.empty()));
        assertThat(checkpoints.all()).isEmpty();
        assertThat(archive.keys()).isEmpty();
    }

    @Test
    void aReadThatIsNotAnsweredEndsAllTheSame() throws InterruptedException {
        faults = _ -> StorageFault.timedOut();
        runner.begin(new IngestAction.ReadCheckpoint(SYMBOL));

        assertThat(ended()).isEqualTo(new IngestEvent.CheckpointRead(SYMBOL, Optional.empty()));
    }

    @Test
    void aSymbolIsFollowedOnFromWhereItsEndWas() throws InterruptedException {
        Checkpoint known = followed(SYMBOL);
        Instant at = known.updatedAt();
        checkpoints.write(known.change().unfollow(7, at).at(at));
        runner.begin(new IngestAction.FollowOn(SYMBOL, new Wanted.Ended(7, at)));

        Checkpoint stored = checkpointRead().orElseThrow();
        assertThat(checkpoints.read(SYMBOL)).contains(stored);
        assertThat(stored.wanted().isFollowed()).isTrue();
        assertThat(stored.wanted().followed(9)).isEqualTo(Coverage.of(new TradeIdRange(1, 9)));
    }

    @Test
    void whoeverFollowsItAlreadyIsLeftAlone() throws InterruptedException {
        Checkpoint known = followed(SYMBOL);
        runner.begin(new IngestAction.FollowOn(SYMBOL, new Wanted.Ended(7, known.updatedAt())));

        assertThat(checkpointRead()).contains(known);
        assertThat(checkpoints.read(SYMBOL)).contains(known);
    }

    @Test
    void followingOnEndsAlsoWhenTheStoreIsAwayOrRefuses() throws InterruptedException {
        Wanted.Ended end = new Wanted.Ended(7, followed(SYMBOL).updatedAt());
        faults = _ -> StorageFault.timedOut();
        runner.begin(new IngestAction.FollowOn(SYMBOL, end));
        assertThat(checkpointRead()).isEmpty();

        faults = _ -> StorageFault.refused();
        runner.begin(new IngestAction.FollowOn(SYMBOL, end));
        assertThat(checkpointRead()).isEmpty();
    }

    @Test
    void whatCannotHappenIsThrownOnTheIngestThreadOnceAndTheActionEnds() throws Exception {
        Checkpoint known = followed(SYMBOL);
        CountDownLatch met = new CountDownLatch(1);
        faults =
                call -> {
                    met.countDown();
                    return new StorageFault.Before(new ArithmeticException("2 + 2 = 5"));
                };
        runner.begin(write(SYMBOL, known));
        met.await();
        runner.awaitEnded(Duration.ofSeconds(10));

        assertThatThrownBy(runner::takeEnded)
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("2 + 2 = 5");
        assertThat(runner.takeEnded())
                .hasValueSatisfying(event ->
                        assertThat(event)
                                .isEqualTo(
                                        new IngestEvent.WriteEnded(
                                                SYMBOL, new WriteOutcome.NotClaimed("it failed"))));
        assertThat(runner.takeEnded()).isEmpty();
    }

    @Test
    void manySymbolsShareTheSlots() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(StorageActionRunner.MAX_ACTIONS_AT_ONCE);
        CountDownLatch go = new CountDownLatch(1);
        try (StorageActionRunner shared =
                new StorageActionRunner(
                        archive,
                        new SlowReads(checkpoints, running, most, full, go),
                        new Claimant("test", Duration.ofSeconds(30)),
                        InstantSource.system(),
                        _ -> {},
                        random)) {
            for (int i = 0; i < 50; i++) {
                shared.begin(new IngestAction.ReadCheckpoint(Symbol.of("COIN" + i + "USDT")));
            }
            full.await();
            assertThat(shared.oldestActionSince()).isPresent();
            go.countDown();
            for (int i = 0; i < 50; i++) {
                shared.awaitEnded(Duration.ofSeconds(10));
                assertThat(shared.takeEnded()).isPresent();
            }
        }
        assertThat(most.get()).isEqualTo(StorageActionRunner.MAX_ACTIONS_AT_ONCE);
    }

    private record SlowReads(
            Checkpoints checkpoints,
            AtomicInteger running,
            AtomicInteger most,
            CountDownLatch full,
            CountDownLatch go)
            implements Checkpoints {
        @Override
        public Optional<Checkpoint> read(Symbol symbol) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            full.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
            return checkpoints.read(symbol);
        }

        @Override
        public boolean write(Checkpoint next) {
            return checkpoints.write(next);
        }

        @Override
        public List<Checkpoint> all() {
            return checkpoints.all();
        }
    }
}
