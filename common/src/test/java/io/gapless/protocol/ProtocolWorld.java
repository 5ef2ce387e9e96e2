package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.binance.SettableClock;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One symbol in stores without faults of their own, and writers that go on when the test says so.
final class ProtocolWorld {
    static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    static final Claimant CLAIMANT = new Claimant("test", Duration.ofSeconds(60));

    final SettableClock clock = new SettableClock(START);
    final InMemoryArchive archive = new InMemoryArchive(clock);
    final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    final FixedTape tape;
    private final ArchiveProof proof = new ArchiveProof(archive);

    ProtocolWorld() {
        this(new FixedTape(SYMBOL, START, Duration.ofMillis(100)));
    }

    ProtocolWorld(FixedTape tape) {
        this.tape = tape;
        checkpoints.write(Checkpoint.none(SYMBOL).change().follow(1).at(START));
    }

    Checkpoint checkpoint() {
        return checkpoints.read(SYMBOL).orElseThrow();
    }

    /// Stores a change of what is stored now.
    void store(CheckpointChange change) {
        checkpoints.write(change.at(clock.instant()));
    }

    EncodedBatch own(long first, long last) {
        return EncodedBatch.own(tape.batch(first, last, Source.LIVE), random);
    }

    /// The claim on exactly this range.
    Claim claim(long first, long last) {
        TradeIdRange range = new TradeIdRange(first, last);
        return checkpoint().claims().stream()
                .filter(claim -> claim.range().equals(range))
                .findAny()
                .orElseThrow(
                        () -> new AssertionError("no claim of " + range + ": " + checkpoint()));
    }

    EncodedBatch takenOver(Claim claim) {
        return EncodedBatch.takenOver(
                claim, tape.batch(claim.range().first(), claim.range().last(), Source.REST));
    }

    /// A write of somebody who has just read the checkpoint.
    ScriptedRun<WriteOutcome> write(EncodedBatch... batches) {
        return write(Instant.MAX, batches);
    }

    ScriptedRun<WriteOutcome> write(Instant giveUpAt, EncodedBatch... batches) {
        return run(new BatchWrite(List.of(batches), checkpoint(), CLAIMANT, giveUpAt, random));
    }

    <T> ScriptedRun<T> run(Procedure<T> procedure) {
        return new ScriptedRun<>(procedure, archive, checkpoints, clock);
    }

    /// Somebody writes these ids, without any trouble.
    void archived(long first, long last) {
        write(own(first, last)).finish();
    }

    /// Somebody claims these ids and dies before the put.
    Claim abandoned(long first, long last) {
        write(own(first, last)).until(StorageCall.PutObject.class);
        return claim(first, last);
    }

    /// Somebody who cannot build this claim voids it.
    void voided(Claim claim) {
        write(EncodedBatch.voidOf(claim)).finish();
    }

    /// What is archived, proved from the objects.
    Coverage archived() {
        check();
        return checkpoint().archived();
    }

    void check() {
        proof.check(checkpoint());
    }

    long voids() {
        return proof.voids();
    }

    static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }
}
