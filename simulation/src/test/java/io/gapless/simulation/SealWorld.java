package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.seal.Certificate;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// A few days of one symbol, archived by somebody trustworthy, at times late; two sealers who are killed,
/// paused and cut off; and readers all the while.
final class SealWorld {
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-15");
    private static final int DAYS = 3;
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long BEGIN = Trade.micros(Instant.parse("2026-01-15T20:00:00Z"));
    private static final long TROUBLE_ENDS = Trade.micros(Instant.parse("2026-01-19T18:00:00Z"));
    private static final long END = Trade.micros(Instant.parse("2026-01-20T18:00:00Z"));

    private final SplittableRandom random;
    private final TradeColumns traded;
    private final World world;
    private final SealWitness witness;
    private final SimulatedProcess archiver;
    private final SealMistake mistake;
    private final List<SealProcess> sealers = new ArrayList<>();
    private int started;
    private long reads;

    SealWorld(long seed, SealMistake mistake) {
        this.mistake = mistake;
        random = new SplittableRandom(seed);
        Timeline time = new Timeline(Trade.instant(BEGIN));
        traded = trades(random.split());
        Faults faults = new Faults(random.split(), new Story(time, false), Set.of());
        world =
                new World(
                        time,
                        new Market(time, Map.of(SYMBOL, traded)),
                        faults,
                        Watcher.NOBODY,
                        Sabotage.NONE,
                        Duration.ofHours(23),
                        TROUBLE_ENDS);
        witness = new SealWitness(world, SYMBOL, traded);
        archiver = new SimulatedProcess(world, "archiver", 0);
    }

    /// What came of it.
    record Result(long certificates, long objects, long reads) {}

    Result run() {
        write(c -> c.follow(traded.id(0)));
        archive();
        world.time().at(TROUBLE_ENDS, this::endOfTrouble);
        for (int i = 0; i < 2; i++) {
            sealers.add(sealer());
            again(i);
        }
        read();
        while (world.time().runNext(END)) {
            requireNothingWrong();
        }
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST_DAY.plusDays(day);
            Optional<Certificate> certificate = witness.certificate(date);
            if (certificate.isEmpty()
                    || !certificate.get().rows().ids().equals(witness.traded(date))) {
                throw new BrokenPromise(
                        "not healed: %s is certified as %s, traded was %s"
                                .formatted(
                                        date,
                                        certificate.map(c -> c.rows().ids()),
                                        witness.traded(date)));
            }
        }
        sealers.forEach(SimulatedProcess::kill);
        while (world.time().runNext(END + HOUR)) {
            requireNothingWrong();
        }
        return new Result(
                world.witness().archive().keys().stream()
                        .filter(key -> key.contains("/certificate-"))
                        .count(),
                world.witness().archive().keys().stream()
                        .filter(key -> key.startsWith("sealed/"))
                        .count(),
                reads);
    }

    private void requireNothingWrong() {
        for (SealProcess sealer : sealers) {
            if (sealer.wrong().isPresent()) {
                throw new BrokenPromise(sealer.wrong().get());
            }
        }
    }

    /// Sparse trades, denser around midnight, where times step back.
    private static TradeColumns trades(SplittableRandom random) {
        TradeColumns trades = new TradeColumns(600);
        long id = 1_000 + random.nextInt(1_000);
        long at = BEGIN;
        long last = BEGIN + (DAYS * 24L - 18) * HOUR;
        while (at < last) {
            long toMidnight = Math.floorMod(at + HOUR, 24 * HOUR);
            boolean nearMidnight = toMidnight < 2 * HOUR && toMidnight > HOUR - 10 * MINUTE;
            at += random.nextLong(nearMidnight ? MINUTE : 30 * MINUTE) + SECOND;
            long back = random.nextInt(4) == 0 ? random.nextLong(3 * MINUTE) : 0;
            trades.add(
                    id,
                    100_000_000L + id,
                    1 + random.nextLong(10_000_000_000L),
                    Math.max(BEGIN, at - back),
                    random.nextBoolean(),
                    true,
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
            id += random.nextInt(40) == 0 ? 3 : 1;
        }
        return trades;
    }

    /// Batches of a few, soon or hours later; and what never existed.
    private void archive() {
        int from = 0;
        for (int row = 1; row <= traded.size(); row++) {
            boolean hole = row < traded.size() && traded.id(row) != traded.id(row - 1) + 1;
            if (row == traded.size() || hole || row - from == 8) {
                for (Batch batch : Batch.cut(SYMBOL, traded.slice(from, row), 8)) {
                    long delay = random.nextInt(12) == 0 ? random.nextLong(40 * HOUR) : MINUTE;
                    world.time().at(batch.lastTime() + delay, () -> archive(batch));
                }
                from = row;
            }
            if (hole) {
                TradeIdRange never = new TradeIdRange(traded.id(row - 1) + 1, traded.id(row) - 1);
                world.time().at(traded.time(row) + 2 * HOUR, () -> write(c -> c.absent(never)));
            }
        }
    }

    private void archive(Batch batch) {
        String id = "c" + batch.range().first();
        Claim claim =
                new Claim(id, batch.key(), "archiver", world.time().instant().plusSeconds(60));
        write(c -> c.claim(claim));
        witness.put(archiver, batch.key().toString(), new BatchCodec().encode(batch), Map.of());
        world.time().after(random.nextLong(MINUTE), () -> write(c -> c.commit(Set.of(id))));
    }

    private void write(UnaryOperator<CheckpointChange> step) {
        Checkpoint before = world.witness().newest(SYMBOL);
        if (!world.witness()
                .write(archiver, step.apply(before.change()).at(world.time().instant()))) {
            throw new IllegalStateException("nobody else writes");
        }
    }

    private SealProcess sealer() {
        return new SealProcess(world, witness, "sealer " + ++started, mistake);
    }

    private void again(int which) {
        long pause = random.nextInt(3) == 0 ? random.nextLong(MINUTE) : random.nextLong(6 * HOUR);
        world.time()
                .after(
                        pause,
                        () -> {
                            if (sealers.get(which).isDead()) {
                                sealers.set(which, sealer());
                            }
                            if (!sealers.get(which).isBusy()) {
                                sealers.get(which).seal();
                            }
                            if (world.time().now() < END) {
                                again(which);
                            }
                        });
    }

    /// Lists, and reads a while later.
    private void read() {
        world.time()
                .after(
                        random.nextLong(2 * HOUR),
                        () -> {
                            SealWitness.Listed listed = witness.list();
                            world.time()
                                    .after(
                                            random.nextLong(5 * MINUTE),
                                            () -> {
                                                witness.read(listed);
                                                reads++;
                                            });
                            if (world.time().now() < END) {
                                read();
                            }
                        });
    }

    private void endOfTrouble() {
        world.faults().end();
        world.weather().clear();
        sealers.forEach(SimulatedProcess::goOn);
    }
}
