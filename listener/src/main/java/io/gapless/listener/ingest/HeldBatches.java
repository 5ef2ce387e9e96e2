package io.gapless.listener.ingest;

import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Coverage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Batches of one symbol that are cut, encoded, and not known to be archived, in the order in which
/// they are written. Those at the head may be on their way.
///
/// For the ingest thread alone.
final class HeldBatches {
    private record Held(EncodedBatch batch, long receivedAt) {}

    private final Deque<Held> held = new ArrayDeque<>();
    private long heldBytes;
    private int onTheirWay;

    /// @param receivedAt when the trade was received that waits longest in it, µs
    void add(EncodedBatch batch, long receivedAt) {
        held.addLast(new Held(batch, receivedAt));
        heldBytes += batch.heldBytes();
    }

    /// Takes as many as one write can hold. They are on their way until [#writeEnded].
    List<EncodedBatch> beginWrite() {
        List<EncodedBatch> next =
                held.stream().limit(BatchWrite.MAX_BATCHES).map(Held::batch).toList();
        onTheirWay = next.size();
        return next;
    }

    void writeEnded() {
        onTheirWay = 0;
    }

    void remove(EncodedBatch batch) {
        take(batch);
    }

    /// Lets all others go first.
    void moveLast(EncodedBatch batch) {
        replace(batch, batch);
    }

    /// Holds the same trades in another way, behind all others.
    void replace(EncodedBatch batch, EncodedBatch other) {
        take(batch).ifPresent(taken -> add(other, taken.receivedAt()));
    }

    /// Forgets the first that is not on its way.
    Optional<EncodedBatch> removeOldestIdle() {
        Optional<EncodedBatch> oldest = idle().findFirst().map(Held::batch);
        oldest.ifPresent(this::remove);
        return oldest;
    }

    List<EncodedBatch> all() {
        return held.stream().map(Held::batch).toList();
    }

    Coverage ids() {
        return Coverage.of(held.stream().map(h -> h.batch().range()).toList());
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    boolean hasIdle() {
        return held.size() > onTheirWay;
    }

    /// Heap held, in bytes.
    long heldBytes() {
        return heldBytes;
    }

    /// Of that, what is on its way.
    long bytesOnTheirWay() {
        return held.stream().limit(onTheirWay).mapToLong(h -> h.batch().heldBytes()).sum();
    }

    /// When the trade was received that waits longest, µs; [Long#MAX_VALUE] when none does.
    long oldestReceivedAt() {
        return held.stream().mapToLong(Held::receivedAt).min().orElse(Long.MAX_VALUE);
    }

    /// The same of those that are not on their way.
    long oldestIdleReceivedAt() {
        return idle().mapToLong(Held::receivedAt).min().orElse(Long.MAX_VALUE);
    }

    private Stream<Held> idle() {
        return held.stream().skip(onTheirWay);
    }

    private Optional<Held> take(EncodedBatch batch) {
        Optional<Held> found =
                held.stream().filter(h -> h.batch().claimId().equals(batch.claimId())).findFirst();
        found.ifPresent(h -> {
            held.remove(h);
            heldBytes -= h.batch().heldBytes();
        });
        return found;
    }
}
