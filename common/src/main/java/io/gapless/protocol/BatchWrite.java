package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.HighestId;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageRefusedException;
import io.gapless.protocol.EncodedBatch.Content;
import io.gapless.protocol.EncodedBatch.Origin;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Claim ▶ put ▶ commit for some batches of one symbol.
///
/// After each reply it notes what is known now and decides from that alone, so a lost reply, a lost
/// race and a start over half-finished work are one and the same case:
///
/// 1. batches without a claim are claimed, all in one write;
/// 2. each is put under its claim's key, create-only; when there is an object already, it is looked at;
/// 3. claims with rows under their key move to `archived`, claims with a void are released, in one write.
///
/// A batch under somebody else's claim skips the first step and never makes a claim of its own.
public final class BatchWrite implements Procedure<WriteOutcome> {
    /// Most batches in one write: keeps the checkpoint, which holds their keys, small.
    public static final int MAX_BATCHES = 16;

    /// Attempts in a row to reach the checkpoint before anything is claimed.
    public static final int MAX_ATTEMPTS_TO_CLAIM = 5;

    /// Lost races for the checkpoint's version before giving up for now.
    public static final int MAX_LOST_RACES = 50;

    private final Symbol symbol;
    private final List<EncodedBatch> batches;
    private final Claimant claimant;
    private final Instant giveUpAt;
    private final RandomGenerator random;

    private @Nullable Checkpoint checkpoint;
    private long newestVersion;
    private @Nullable Checkpoint beingWritten;
    private @Nullable EncodedBatch beingPut;
    private final Set<String> onceClaimed = new HashSet<>();
    private final Map<String, Content> lying = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private Coverage absentAfterAll = Coverage.EMPTY;
    private int failuresInARow;
    private int lostRaces;
    private String lastFailure = "the time for it was up";

    /// @param batches one to [#MAX_BATCHES], of one symbol, ranges disjoint
    /// @param known the newest checkpoint that the writer has seen
    /// @param giveUpAt when to stop trying, [Instant#MAX] for never
    public BatchWrite(
            List<EncodedBatch> batches,
            Checkpoint known,
            Claimant claimant,
            Instant giveUpAt,
            RandomGenerator random) {
        if (batches.isEmpty() || batches.size() > MAX_BATCHES) {
            throw new IllegalArgumentException(batches.size() + " batches in one write");
        }
        this.batches = List.copyOf(batches);
        this.symbol = known.symbol();
        this.checkpoint = known;
        this.newestVersion = known.version();
        this.claimant = claimant;
        this.giveUpAt = giveUpAt;
        this.random = random;
        Coverage ids = Coverage.EMPTY;
        for (EncodedBatch batch : batches) {
            if (!batch.key().symbol().equals(symbol) || ids.overlaps(batch.range())) {
                throw new IllegalArgumentException(
                        "%s does not belong into one %s".formatted(batch.key(), this));
            }
            ids = ids.plus(batch.range());
        }
    }

    @Override
    public Step<WriteOutcome> begin(Instant now) {
        return decide(now);
    }

    @Override
    public Step<WriteOutcome> on(StorageReply reply, Instant now) {
        if (!(reply instanceof StorageReply.Unavailable || reply instanceof StorageReply.Paused)) {
            failuresInARow = 0;
        }
        return switch (reply) {
            case StorageReply.CheckpointRead(var read) -> {
                checkpoint = read.orElseGet(() -> Checkpoint.none(symbol));
                yield decide(now);
            }
            case StorageReply.CheckpointWritten(boolean stored) -> {
                checkpoint = stored ? beingWritten : null;
                beingWritten = null;
                lostRaces += stored ? 0 : 1;
                yield decide(now);
            }
            case StorageReply.ObjectPut(var outcome) -> onPut(outcome, now);
            case StorageReply.ObjectGot(var object) -> onObject(object, now);
            case StorageReply.Paused() -> decide(now);
            case StorageReply.Unavailable(var why) -> onUnavailable(why, now);
        };
    }

    private Step<WriteOutcome> onPut(PutOutcome outcome, Instant now) {
        EncodedBatch put = current();
        return switch (outcome) {
            case CREATED -> {
                lying.put(put.claimId(), put.content());
                yield decide(now);
            }
            // Nobody knows whose object this is: our own from a lost reply, a zombie's, or a void.
            case EXISTS -> call(new StorageCall.GetObject(put.key()), now);
        };
    }

    private Step<WriteOutcome> onObject(Optional<byte[]> object, Instant now) {
        EncodedBatch put = current();
        if (object.isEmpty()) {
            return onUnavailable(
                    "there was an object under " + put.key() + ", and now there is none", now);
        }
        return switch (FoundObject.look(put.key(), object.get())) {
            case FoundObject.Rows _ -> {
                lying.put(put.claimId(), Content.ROWS);
                yield decide(now);
            }
            case FoundObject.Voided _ -> {
                lying.put(put.claimId(), Content.VOID);
                yield decide(now);
            }
            case FoundObject.Contradiction(var why) ->
                    new Step.Done<>(new WriteOutcome.Contradicted(put.key(), why));
        };
    }

    private Step<WriteOutcome> onUnavailable(String why, Instant now) {
        lastFailure = why;
        failuresInARow++;
        if (beingWritten != null) {
            // The write may have taken effect: only a fresh look can tell.
            beingWritten = null;
            checkpoint = null;
        }
        boolean nothingClaimed = onceClaimed.isEmpty();
        if (nothingClaimed && failuresInARow >= MAX_ATTEMPTS_TO_CLAIM) {
            return new Step.Done<>(new WriteOutcome.NotClaimed(why));
        }
        Duration wait = Backoff.STORAGE.after(failuresInARow, random);
        return now.plus(wait).isAfter(giveUpAt)
                ? timeIsUp()
                : call(new StorageCall.Pause(wait), now);
    }

    private Step<WriteOutcome> decide(Instant now) {
        if (lostRaces > MAX_LOST_RACES) {
            lastFailure = "lost %d races for the checkpoint of %s".formatted(lostRaces, symbol);
            return timeIsUp();
        }
        Checkpoint known = checkpoint;
        if (known == null) {
            return call(new StorageCall.ReadCheckpoint(symbol), now);
        }
        note(known);
        Optional<Step<WriteOutcome>> claiming = claim(known, now);
        if (claiming.isPresent()) {
            return claiming.get();
        }
        Optional<EncodedBatch> next = batches.stream().filter(b -> isToBePut(b, known)).findFirst();
        if (next.isPresent()) {
            return put(next.get(), known, now);
        }
        return settle(known, now);
    }

    /// The write that adds what claims are missing and possible, if any.
    private Optional<Step<WriteOutcome>> claim(Checkpoint known, Instant now) {
        CheckpointChange change = known.change();
        boolean any = false;
        waiting.clear();
        Coverage taken = known.taken();
        // Who holds a batch of ids that were counted anew may learn only here of those that were
        // there first: what is free here are holes among theirs.
        HighestId highest = HighestId.taken(known);
        for (EncodedBatch batch : batches) {
            if (!isUnclaimed(batch)
                    || taken.overlaps(batch.range())
                    || highest.isContradictedBy(batch.key())) {
                continue;
            }
            if (known.isTooFragmentedFor(batch.range(), taken)) {
                waiting.add(batch.claimId());
                continue;
            }
            Instant expires = now.plus(claimant.claimLife());
            change.claim(new Claim(batch.claimId(), batch.key(), claimant.owner(), expires));
            taken = taken.plus(batch.range());
            any = true;
        }
        return any ? Optional.of(write(change.at(now), now)) : Optional.empty();
    }

    private Step<WriteOutcome> put(EncodedBatch batch, Checkpoint known, Instant now) {
        Instant halfLife = now.plus(claimant.claimLife().dividedBy(2));
        Set<String> old = new HashSet<>();
        for (EncodedBatch b : batches) {
            known.claim(b.claimId())
                    .filter(claim -> b.origin() == Origin.OWN && claim.expires().isBefore(halfLife))
                    .ifPresent(claim -> old.add(claim.id()));
        }
        if (!old.isEmpty()) {
            return write(known.change().renew(old, now.plus(claimant.claimLife())).at(now), now);
        }
        beingPut = batch;
        return call(new StorageCall.PutObject(batch.key(), batch.body(), batch.metadata()), now);
    }

    private Step<WriteOutcome> settle(Checkpoint known, Instant now) {
        boolean open = batches.stream().anyMatch(batch -> known.claim(batch.claimId()).isPresent());
        if (open) {
            CheckpointChange change = known.change();
            return write(
                    change.commit(over(Content.ROWS)).release(over(Content.VOID)).at(now), now);
        }
        Coverage stored = known.stored();
        return new Step.Done<>(
                new WriteOutcome.Ended(
                        known,
                        batches.stream().collect(Collectors.groupingBy(b -> fate(b, stored))),
                        absentAfterAll));
    }

    private Fate fate(EncodedBatch batch, Coverage stored) {
        if (stored.contains(batch.range())) {
            return isUnclaimed(batch) ? Fate.ARCHIVED_BY_OTHERS : Fate.ARCHIVED;
        }
        if (!isUnclaimed(batch)) {
            return Fate.RELEASED;
        }
        return waiting.contains(batch.claimId()) ? Fate.WAITING : Fate.CONTESTED;
    }

    private void note(Checkpoint known) {
        if (known.version() < newestVersion) {
            // A ledger that goes back is lost: what it no longer shows would be written twice.
            throw new StorageRefusedException(
                    "the checkpoint of %s went back from version %d to %d: writing now could double trades. Stop all writers and run `gapless rebuild`"
                            .formatted(symbol, newestVersion, known.version()),
                    null);
        }
        newestVersion = known.version();
        for (EncodedBatch batch : batches) {
            if (known.claim(batch.claimId()).isPresent()) {
                onceClaimed.add(batch.claimId());
            }
            if (batch.content() == Content.ROWS) {
                absentAfterAll =
                        absentAfterAll.plus(known.absent().intersect(Coverage.of(batch.range())));
            }
        }
    }

    /// Never claimed, as far as known. Once a claim is gone it was committed or released by somebody;
    /// claiming the range again under the same key would meet the void.
    private boolean isUnclaimed(EncodedBatch batch) {
        return batch.origin() == Origin.OWN && !onceClaimed.contains(batch.claimId());
    }

    private boolean isToBePut(EncodedBatch batch, Checkpoint known) {
        return known.claim(batch.claimId()).isPresent() && !lying.containsKey(batch.claimId());
    }

    /// Claims under whose keys such an object lies.
    private Set<String> over(Content content) {
        return lying.keySet().stream()
                .filter(id -> lying.get(id) == content)
                .collect(Collectors.toSet());
    }

    private EncodedBatch current() {
        if (beingPut == null) {
            throw new IllegalStateException(
                    "a reply to a put of " + symbol + " that was not asked for");
        }
        return beingPut;
    }

    private Step<WriteOutcome> write(Checkpoint next, Instant now) {
        beingWritten = next;
        return call(new StorageCall.WriteCheckpoint(next), now);
    }

    private Step<WriteOutcome> timeIsUp() {
        return new Step.Done<>(
                onceClaimed.isEmpty()
                        ? new WriteOutcome.NotClaimed(lastFailure)
                        : new WriteOutcome.GaveUp(lastFailure));
    }

    private Step<WriteOutcome> call(StorageCall call, Instant now) {
        return now.isBefore(giveUpAt) ? new Step.Do<>(call) : timeIsUp();
    }

    /// For messages: what this is about.
    @Override
    public String toString() {
        return "write of %s under %s"
                .formatted(symbol, batches.stream().map(EncodedBatch::key).toList());
    }
}
