package io.gapless.protocol;

import io.gapless.archive.Claim;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.EncodedBatch.Content;
import io.gapless.protocol.EncodedBatch.Origin;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.TradeIdRange;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The trades that scripts write, encoded once.
///
/// @param ids every id that was traded
/// @param hidden ids that the stream carried and the exchange's history never serves
record SmallMarket(
        FixedTape tape, Coverage ids, Coverage hidden, Map<String, EncodedBatch> encoded) {
    SmallMarket(FixedTape tape, Coverage ids, Coverage hidden) {
        this(tape, ids, hidden, new HashMap<>());
    }

    Coverage served() {
        return ids.minus(hidden);
    }

    /// A batch to be claimed, with a claim id drawn anew.
    EncodedBatch own(TradeIdRange range, Source source, RandomGenerator random) {
        EncodedBatch made = rows(range, source);
        return new EncodedBatch(
                "%016x".formatted(random.nextLong()),
                made.key(),
                made.body(),
                made.metadata(),
                Content.ROWS,
                Origin.OWN);
    }

    EncodedBatch takenOver(Claim claim, Source source) {
        EncodedBatch made = rows(claim.range(), source);
        return new EncodedBatch(
                claim.id(),
                claim.key(),
                made.body(),
                made.metadata(),
                Content.ROWS,
                Origin.TAKEN_OVER);
    }

    /// As by a writer that makes the key of its own rows: history tells whole milliseconds.
    EncodedBatch takenOverUnderOwnKey(Claim claim) {
        EncodedBatch taken = takenOver(claim, Source.REST);
        BatchKey key = claim.key();
        return new EncodedBatch(
                taken.claimId(),
                new BatchKey(
                        key.symbol(),
                        key.firstTime() / 1_000 * 1_000,
                        key.lastTime() / 1_000 * 1_000,
                        key.range()),
                taken.body(),
                taken.metadata(),
                Content.ROWS,
                Origin.TAKEN_OVER);
    }

    EncodedBatch voidOf(Claim claim) {
        EncodedBatch made =
                encoded.computeIfAbsent("void " + claim.key(), _ -> EncodedBatch.voidOf(claim));
        return new EncodedBatch(
                claim.id(),
                claim.key(),
                made.body(),
                made.metadata(),
                Content.VOID,
                Origin.TAKEN_OVER);
    }

    private EncodedBatch rows(TradeIdRange range, Source source) {
        return encoded.computeIfAbsent(
                source + " " + range,
                _ ->
                        EncodedBatch.own(
                                tape.batch(range.first(), range.last(), source),
                                RandomGenerator.getDefault()));
    }
}
