package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.Gap;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageCall;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.batch.BatchKey;
import io.gapless.binance.SettableClock;
import io.gapless.listener.HandFeed;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestLoopTest {
    private static final Symbol BTC = Symbol.of("BTCUSDT");
    private static final Symbol ETH = Symbol.of("ETHUSDT");
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryArchive archive = new InMemoryArchive(clock);
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final HandFeed feed = new HandFeed(BTC, ETH);
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final SynchronousRunner runner = new SynchronousRunner();
    private final SampleTrades trades = new SampleTrades(3);
    private StorageFaults faults = StorageFaults.NONE;
    private Ingest ingest;
    private IngestLoop loop;

    /// Performs each action when it is begun, and tells how it ended later, as a thread would.
    private final class SynchronousRunner implements ActionRunner {
        final List<IngestAction.Alarm> alarms = new ArrayList<>();
        private final Queue<IngestEvent> ended = new ArrayDeque<>();

        @Override
        public void begin(IngestAction action) {
            switch (action) {
                case IngestAction.Write write -> ended.add(perform(write));
                case IngestAction.ReadCheckpoint(var symbol) ->
                        ended.add(new IngestEvent.CheckpointRead(symbol, checkpoints.read(symbol)));
                case IngestAction.FollowOn followOn -> throw new AssertionError(followOn);
                case IngestAction.Alarm alarm -> alarms.add(alarm);
            }
        }

        @Override
        public Optional<IngestEvent> takeEnded() {
            return Optional.ofNullable(ended.poll());
        }

        private IngestEvent perform(IngestAction.Write write) {
            ProcedureRunner procedures =
                    new ProcedureRunner(
                            archive.through(call -> faults.next(call)),
                            checkpoints.through(call -> faults.next(call)),
                            clock,
                            clock::advance);
            Claimant claimant = new Claimant("test", Duration.ofSeconds(30));
            Instant giveUpAt = clock.instant().plusSeconds(20);
            try {
                return new IngestEvent.WriteEnded(
                        write.symbol(),
                        procedures.run(
                                new BatchWrite(
                                        write.batches(),
                                        write.known(),
                                        claimant,
                                        giveUpAt,
                                        random)));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void followBoth() {
        List<Checkpoint> known = new ArrayList<>();
        for (Symbol symbol : List.of(BTC, ETH)) {
            Checkpoint first = Checkpoint.none(symbol).change().follow(1_000).at(START);
            checkpoints.write(first);
            known.add(first);
        }
        IngestSettings settings =
                new IngestSettings(
                        new FlushPolicy(INTERVAL, 1_000), Duration.ofSeconds(3), 64 << 20);
        ingest = new Ingest(known, settings, random);
        loop = new IngestLoop(feed, ingest, runner, clock);
        trades.fromId(1_000).at(START);
    }

    /// Trades that happen, and are received, now.
    private List<Trade> now(int count) {
        trades.at(clock.instant());
        return new ArrayList<>(trades.burst(count).rows());
    }

    /// So many turns, a second apart.
    private void turns(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            loop.runOnce();
        }
    }

    private Coverage archived(Symbol symbol) {
        return checkpoints.read(symbol).orElseThrow().archived();
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    @Test
    void whatTwoConnectionsDeliverIsArchivedOnceWithinTheInterval() {
        List<Trade> delivered = now(500);
        feed.deliver(1, BTC, delivered);
        feed.deliver(2, BTC, delivered.subList(0, 300));
        loop.runOnce();
        feed.deliver(2, BTC, delivered.subList(300, 500));
        turns(62);

        assertThat(archived(BTC)).isEqualTo(ids(1_000, 1_499));
        assertThat(archive.keys()).hasSize(1);
        assertThat(BatchKey.parse(archive.keys().getFirst()).range())
                .isEqualTo(new TradeIdRange(1_000, 1_499));
        assertThat(ingest.counts().duplicates()).isEqualTo(500);
        assertThat(ingest.counts().gapsOpened()).isZero();
        assertThat(ingest.heldBytes()).isZero();
    }

    @Test
    void aHoleIsAGapAndDoesNotHoldUpWhatIsBehindIt() {
        List<Trade> delivered = now(500);
        feed.deliver(1, BTC, delivered.subList(0, 100));
        feed.deliver(1, BTC, delivered.subList(110, 500));
        turns(62);

        assertThat(archived(BTC)).isEqualTo(ids(1_000, 1_099).plus(ids(1_110, 1_499)));
        assertThat(checkpoints.read(BTC).orElseThrow().gaps(OptionalLong.empty()))
                .extracting(Gap::range)
                .containsExactly(new TradeIdRange(1_100, 1_109));
        assertThat(ingest.counts().gapsOpened()).isEqualTo(1);
    }

    @Test
    void tradesThatComeBetweenTwoLooksAtTheTimeAreNoHole() {
        // Cut by the end of a write, before the next tick has seen them.
        for (int i = 0; i < 200; i++) {
            feed.deliver(1, BTC, now(250));
            turns(1);
        }
        turns(80);

        assertThat(archived(BTC)).isEqualTo(ids(1_000, 50_999));
        assertThat(ingest.counts().gapsOpened()).isZero();
    }

    @Test
    void storesThatAreAwayForTenMinutesCostNothingButTime() {
        Instant back = START.plusSeconds(600);
        faults =
                _ -> clock.instant().isBefore(back) ? StorageFault.timedOut() : StorageFault.none();
        while (clock.instant().isBefore(back)) {
            feed.deliver(1, BTC, now(20));
            feed.deliver(2, ETH, List.of());
            turns(1);
        }
        turns(130);

        long last = trades.nextId() - 1;
        assertThat(archived(BTC)).isEqualTo(ids(1_000, last));
        assertThat(ingest.counts().writesFailed()).isPositive();
        assertThat(ingest.counts().tradesGivenUp()).isZero();
        assertThat(ingest.heldBytes()).isZero();
    }

    @Test
    void aLostReplyToAPutDoublesNothing() {
        Queue<StorageFault> once = new ArrayDeque<>(List.of(StorageFault.lostReply()));
        faults =
                call ->
                        call.operation() == StorageCall.Operation.PUT && !once.isEmpty()
                                ? once.remove()
                                : StorageFault.none();
        feed.deliver(1, BTC, now(500));
        turns(70);

        assertThat(archived(BTC)).isEqualTo(ids(1_000, 1_499));
        assertThat(archive.keys()).hasSize(1);
    }

    @Test
    void toldToStopItReadsNoMoreAndWritesEverythingAtOnce() {
        feed.deliver(1, BTC, now(500));
        loop.runOnce();
        feed.deliver(1, BTC, now(7));
        loop.stop();
        feed.deliver(1, BTC, now(99));
        Instant told = clock.instant();
        for (int i = 0; i < 10 && !loop.isDrained(); i++) {
            loop.runOnce();
        }

        assertThat(loop.isDrained()).isTrue();
        assertThat(feed.isStopped()).isTrue();
        assertThat(clock.instant()).isEqualTo(told);
        assertThat(archived(BTC)).isEqualTo(ids(1_000, 1_506));
        assertThat(ingest.progress().getFirst())
                .isEqualTo(new IngestProgress(BTC, OptionalLong.of(1_506), Coverage.EMPTY));
    }

    @Test
    void whatCouldNotBeWrittenInTimeIsNamedById() {
        faults = _ -> StorageFault.timedOut();
        feed.deliver(1, BTC, now(500));
        loop.stop();
        for (int i = 0; i < 10; i++) {
            loop.runOnce();
        }

        assertThat(loop.isDrained()).isFalse();
        assertThat(ingest.progress().getFirst().unarchived()).isEqualTo(ids(1_000, 1_499));
        assertThat(ingest.progress().getLast().unarchived()).isEqualTo(Coverage.EMPTY);
    }

    @Test
    void aLateDeliveryAfterARepairOfTheTailIsNoRestartOfIds() {
        feed.deliver(1, BTC, now(10));
        turns(62);
        // The listener was held up for an hour. A repair has archived its trades meanwhile, and the
        // sockets deliver what they had kept.
        List<Trade> kept = new ArrayList<>();
        for (int i = 0; i < 3_600; i++) {
            kept.addAll(now(1));
            clock.advance(Duration.ofSeconds(1));
        }
        repaired(BTC, 1_010, 4_609, kept.getLast().time());
        feed.deliver(1, BTC, kept.subList(0, 10));
        turns(62);
        feed.deliver(1, BTC, kept.subList(10, 3_600));
        feed.deliver(1, BTC, now(10));
        turns(130);

        assertThat(runner.alarms).isEmpty();
        assertThat(archived(BTC)).isEqualTo(ids(1_000, 4_619));
    }

    @Test
    void tradesUnderAClaimThatAnotherWriterLeftAreLookedAfterWithoutNewTrades() {
        feed.deliver(1, BTC, now(10));
        // While they are written another listener, which is ahead, claims the next ones, and dies.
        List<Trade> next = now(20);
        faults =
                call -> {
                    if (call.operation() == StorageCall.Operation.PUT) {
                        faults = StorageFaults.NONE;
                        claimed(next);
                    }
                    return StorageFault.none();
                };
        turns(62);
        assertThat(checkpoints.read(BTC).orElseThrow().claims()).hasSize(1);
        feed.deliver(1, BTC, next);
        turns(150);

        assertThat(archived(BTC)).isEqualTo(ids(1_000, 1_029));
        assertThat(checkpoints.read(BTC).orElseThrow().claims()).isEmpty();
        assertThat(ingest.heldBytes()).isZero();
    }

    private void claimed(List<Trade> others) {
        BatchKey key =
                new BatchKey(
                        BTC,
                        others.getFirst().time(),
                        others.getLast().time(),
                        new TradeIdRange(others.getFirst().id(), others.getLast().id()));
        Claim claim = new Claim("other", key, "other", clock.instant().plusSeconds(30));
        Checkpoint known = checkpoints.read(BTC).orElseThrow();
        checkpoints.write(known.change().claim(claim).at(clock.instant()));
    }

    private void repaired(Symbol symbol, long first, long last, long time) {
        BatchKey key = new BatchKey(symbol, time, time, new TradeIdRange(first, last));
        Claim claim = new Claim("r", key, "repair", clock.instant().plusSeconds(30));
        Checkpoint known = checkpoints.read(symbol).orElseThrow();
        checkpoints.write(known.change().claim(claim).commit(Set.of("r")).at(clock.instant()));
    }
}
