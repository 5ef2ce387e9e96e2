package io.gapless.archive;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchKey;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;

/// A range that somebody is writing, under a key that is fixed from now on.
///
/// @param id drawn at random by the claimer, so that it recognises its claim when the reply was lost
/// @param key the object's name; its range is the claimed one
/// @param owner who claimed, for people to read; nothing is decided by it
/// @param expires when others may take the claim over, cut to the microsecond. It decides only when a
///     takeover is tried: whoever puts, puts the same object
public record Claim(String id, BatchKey key, String owner, Instant expires) {
    /// Most ids in one claim: 50 REST pages, so that taking it over fits one run of the repair.
    public static final int MAX_TRADES = Batch.MAX_TRADES;

    /// An expiry further ahead than this counts as expired: some clock was wrong.
    public static final Duration MAX_LIFE = Duration.ofMinutes(15);

    public Claim {
        expires = StoredTime.cut(expires);
        if (key.range().size() > MAX_TRADES) {
            throw new IllegalArgumentException(
                    "a claim of %s %s has %d ids, more than %d"
                            .formatted(key.symbol(), key.range(), key.range().size(), MAX_TRADES));
        }
    }

    public TradeIdRange range() {
        return key.range();
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires) || expires.isAfter(now.plus(MAX_LIFE));
    }

    Claim renewed(Instant until) {
        return new Claim(id, key, owner, until);
    }
}
