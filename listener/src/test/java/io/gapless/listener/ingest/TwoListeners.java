package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.InFlight;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.StorageCall;
import io.gapless.archive.StorageFault;
import io.gapless.batch.Batch;
import io.gapless.binance.SettableClock;
import io.gapless.listener.HandFeed;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.Claimant;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.ProcedureRunner;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A market over midnight, one archive, and two listeners with two connections each, all of which
/// fail: frames are lost, doubled and late, calls to the stores fail before or after their effect or
/// land much later, and processes die between any two calls.
final class TwoListeners {
    static final long ORIGIN = 1_000;
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;
    private static final Instant START = Instant.parse("2026-01-01T23:56:00Z");
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration CLAIM_LIFE = Duration.ofSeconds(20);

    private final RandomGenerator random;
    private final SettableClock clock = new SettableClock(START);
    private final SampleTrades market;
    private final InMemoryArchive archive = new InMemoryArchive(clock);
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final TradeColumns tape = new TradeColumns(10_000);
    private final ObjectsSeen objects = new ObjectsSeen(archive);
    private final List<Node> nodes = new ArrayList<>();
    private boolean calm;
    int kills;
    int lateLandings;
    long duplicates;

    /// A frame on its way to a connection.
    private record Frame(Instant arrives, int connection, List<Trade> trades) {}

    /// A listener, dead or alive.
    private final class Node {
        private final String name;
        private List<Frame> frames = new ArrayList<>();
        private Optional<Life> life = Optional.empty();
        private Instant restartAt = Instant.MIN;

        Node(String name) {
            this.name = name;
        }

        void step() {
            if (life.isEmpty()) {
                frames.clear();
                if (!clock.instant().isBefore(restartAt)) {
                    life = Optional.of(new Life(name));
                }
                return;
            }
            Life alive = life.get();
            List<Frame> later = new ArrayList<>();
            for (Frame frame : frames) {
                if (frame.arrives().isAfter(clock.instant())) {
                    later.add(frame);
                } else {
                    alive.feed.deliver(frame.connection(), SYMBOL, arrived(frame.trades()));
                }
            }
            frames = later;
            alive.loop.runOnce();
            for (int calls = random.nextInt(4); calls > 0; calls--) {
                alive.actions.step();
            }
            if (!calm && random.nextInt(150) == 0) {
                kill();
            }
        }

        void kill() {
            kills++;
            life.ifPresent(l -> duplicates += l.ingest.counts().duplicates());
            life = Optional.empty();
            restartAt = clock.instant().plusSeconds(random.nextInt(40));
        }

        /// Both connections get this frame, or one, late, twice, or not at all.
        void send(List<Trade> trades) {
            for (int connection = 1; connection <= 2; connection++) {
                int times = calm ? 1 : chance(0.1) ? 0 : chance(0.1) ? 2 : 1;
                for (int i = 0; i < times; i++) {
                    Duration late = chance(0.2) ? Duration.ofMillis(random.nextInt(6_000)) : STEP;
                    frames.add(new Frame(clock.instant().plus(late), connection, trades));
                }
            }
        }
    }

    /// One life of a listener's process.
    private final class Life {
        final HandFeed feed = new HandFeed(SYMBOL);
        final SteppedActions actions;
        final Ingest ingest;
        final IngestLoop loop;

        Life(String name) {
            actions =
                    new SteppedActions(
                            archive.through(TwoListeners.this::fault),
                            checkpoints.through(TwoListeners.this::fault),
                            new Claimant(name, CLAIM_LIFE),
                            clock,
                            random);
            IngestSettings settings =
                    new IngestSettings(
                            new FlushPolicy(Duration.ofSeconds(10), 300),
                            Duration.ofSeconds(2),
                            8 << 20);
            ingest = new Ingest(List.of(known()), settings, random);
            loop = new IngestLoop(feed, ingest, actions, clock);
        }
    }

    TwoListeners(long seed) {
        random = Seeds.random(seed);
        market = new SampleTrades(seed).fromId(ORIGIN).at(START);
        checkpoints.write(Checkpoint.none(SYMBOL).change().follow(ORIGIN).at(START));
        nodes.add(new Node("first"));
        nodes.add(new Node("second"));
    }

    /// Lets them run under faults for so long, and then without faults until both have written all.
    void run(Duration time) {
        Instant end = START.plus(time);
        while (clock.instant().isBefore(end)) {
            trade();
            turn();
        }
        calm = true;
        for (int i = 0; i < 400; i++) {
            turn();
        }
        nodes.forEach(node -> node.life.orElseThrow().loop.stop());
        for (int i = 0; i < 200; i++) {
            turn();
        }
        for (Node node : nodes) {
            Life life = node.life.orElseThrow();
            assertThat(life.loop.isDrained()).as("%s has written all", node.name).isTrue();
            assertThat(life.actions.alarms).isEmpty();
            duplicates += life.ingest.counts().duplicates();
        }
    }

    private void turn() {
        clock.advance(STEP);
        nodes.forEach(Node::step);
        for (InFlight put : archive.inFlight()) {
            land(put);
        }
        for (InFlight write : checkpoints.inFlight()) {
            land(write);
        }
        objects.checkNothingIsTwice();
    }

    private void land(InFlight call) {
        if (random.nextInt(40) == 0) {
            call.land();
            lateLandings++;
        }
    }

    private void trade() {
        int count = chance(0.02) ? 700 : random.nextInt(12);
        if (count == 0) {
            return;
        }
        if (chance(0.01)) {
            market.skipIds(1);
        }
        market.at(clock.instant());
        TradeColumns burst = chance(0.5) ? market.burst(count) : market.take(count);
        tape.addAll(burst, 0, burst.size());
        List<Trade> trades = List.copyOf(burst.rows());
        for (int from = 0; from < count; from += 50) {
            List<Trade> frame = trades.subList(from, Math.min(count, from + 50));
            nodes.forEach(node -> node.send(frame));
        }
    }

    private StorageFault fault(StorageCall call) {
        if (calm || !chance(0.08)) {
            return StorageFault.none();
        }
        return switch (random.nextInt(3)) {
            case 0 -> StorageFault.timedOut();
            case 1 -> StorageFault.lostReply();
            default -> StorageFault.stillOnItsWay();
        };
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private List<Trade> arrived(List<Trade> trades) {
        long now = Trade.micros(clock.instant());
        return trades.stream()
                .map(t ->
                        new Trade(
                                t.id(),
                                t.price(),
                                t.quantity(),
                                t.time(),
                                t.buyerIsMaker(),
                                t.bestMatch(),
                                t.eventTime(),
                                now,
                                t.source()))
                .toList();
    }

    private Checkpoint known() {
        return checkpoints.read(SYMBOL).orElseThrow();
    }

    /// Claims of the dead, which nobody could finish, are taken over as the repair would.
    void takeOverWhatIsLeft() throws InterruptedException {
        clock.advance(CLAIM_LIFE.multipliedBy(2));
        for (InFlight put : archive.inFlight()) {
            put.land();
        }
        for (InFlight write : checkpoints.inFlight()) {
            write.land();
        }
        for (Claim claim : known().expiredClaims(clock.instant())) {
            TradeColumns rows = new TradeColumns(300);
            tape.rows().stream()
                    .filter(trade -> claim.range().contains(trade.id()))
                    .forEach(rows::add);
            BatchWrite write =
                    new BatchWrite(
                            List.of(EncodedBatch.takenOver(claim, new Batch(SYMBOL, rows))),
                            known(),
                            new Claimant("repair", CLAIM_LIFE),
                            Instant.MAX,
                            random);
            assertThat(new ProcedureRunner(archive, checkpoints, clock, clock::advance).run(write))
                    .isInstanceOf(WriteOutcome.Ended.class);
        }
        objects.checkNothingIsTwice();
    }

    /// What is archived, read from the objects, and the known gaps make the tape, id for id.
    void checkArchiveAndGapsAreTheTape() {
        objects.checkTape(known(), ORIGIN, tape);
    }

    /// How much of the tape is archived, 0 to 1.
    double share() {
        return (double) known().archived().size() / tape.size();
    }

    /// Everything that can be told of the run, for comparison with another.
    List<String> story() {
        List<String> story = new ArrayList<>(archive.keys());
        story.add(known().toString());
        story.add("%d kills, %d duplicates".formatted(kills, duplicates));
        return story;
    }
}
