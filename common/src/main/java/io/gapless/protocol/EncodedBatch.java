package io.gapless.protocol;

import io.gapless.archive.Claim;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.util.Map;
import java.util.random.RandomGenerator;

/// An object ready to be put, with the claim that it is, or will be, put under.
///
/// @param claimId the claim's id: drawn for a new claim, taken over from an existing one
/// @param key the object's key, fixed by the claim
/// @param body the Parquet file
/// @param metadata short facts for the object store
/// @param content whether it holds the range's rows or is a void
/// @param origin whether this writer may make the claim
public record EncodedBatch(
        String claimId,
        BatchKey key,
        byte[] body,
        Map<String, String> metadata,
        Content content,
        Origin origin) {
    private static final BatchCodec CODEC = new BatchCodec();

    /// Most µs that a key's window of a whole day is cut by.
    private static final int MOST_CUT_OFF = 1_000_000;

    /// What the object holds.
    public enum Content {
        ROWS,
        VOID,
    }

    /// Where its claim comes from.
    public enum Origin {
        /// This writer's own: it claims the range first.
        OWN,
        /// Somebody else's, who seems to have died: put under it, never claim it anew.
        TAKEN_OVER,
    }

    /// A batch that this writer wants to claim.
    public static EncodedBatch own(Batch batch, RandomGenerator random) {
        return new EncodedBatch(
                newClaimId(random),
                batch.key(),
                CODEC.encode(batch),
                CODEC.metadata(batch),
                Content.ROWS,
                Origin.OWN);
    }

    /// The rows of somebody else's claim, to be put under that claim's key.
    ///
    /// @throws IllegalArgumentException when the rows are not exactly the claim's ids on its date
    public static EncodedBatch takenOver(Claim claim, Batch rows) {
        BatchKey key = claim.key();
        if (!rows.symbol().equals(key.symbol())
                || !rows.range().equals(key.range())
                || !rows.date().equals(key.date())) {
            throw new IllegalArgumentException(
                    "rows of %s %s on %s contradict the claim under %s"
                            .formatted(rows.symbol(), rows.range(), rows.date(), key));
        }
        return new EncodedBatch(
                claim.id(),
                key,
                CODEC.encode(rows),
                CODEC.metadata(rows),
                Content.ROWS,
                Origin.TAKEN_OVER);
    }

    /// An object that lies under somebody else's claim's key already.
    public static EncodedBatch found(Claim claim, byte[] object, Content content) {
        return new EncodedBatch(
                claim.id(), claim.key(), object, Map.of(), content, Origin.TAKEN_OVER);
    }

    /// An object without rows, to release a claim that no source can build.
    public static EncodedBatch voidOf(Claim claim) {
        return new EncodedBatch(
                claim.id(),
                claim.key(),
                CODEC.encodeVoid(claim.key()),
                CODEC.voidMetadata(),
                Content.VOID,
                Origin.TAKEN_OVER);
    }

    /// The same rows under a new claim and another key, after a void was found under this one. The
    /// ids may have no neighbours to be joined with, so it is the window that differs: by a microsecond
    /// more, or by some less where it is a whole day already.
    public EncodedBatch underAnotherKey(RandomGenerator random) {
        long first = key.firstTime();
        long last = key.lastTime();
        if (Trade.epochDay(last + 1) == Trade.epochDay(last)) {
            last++;
        } else if (Trade.epochDay(first - 1) == Trade.epochDay(first)) {
            first--;
        } else {
            last -= 1 + random.nextInt(MOST_CUT_OFF);
        }
        BatchKey other = new BatchKey(key.symbol(), first, last, key.range());
        return new EncodedBatch(newClaimId(random), other, body, metadata, content, Origin.OWN);
    }

    public TradeIdRange range() {
        return key.range();
    }

    /// Heap held, in bytes.
    public long heldBytes() {
        return body.length;
    }

    private static String newClaimId(RandomGenerator random) {
        return "%016x".formatted(random.nextLong());
    }
}
