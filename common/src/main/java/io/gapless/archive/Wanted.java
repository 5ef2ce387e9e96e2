package io.gapless.archive;

import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.util.OptionalLong;

/// Which ids of a symbol must become archived.
///
/// @param followedFrom the origin of a symbol that is followed: every id from here on, for ever.
///     Empty while it is not followed
/// @param followedBefore closed intervals of times when it was followed and then removed
/// @param asked ranges that ad-hoc backfills asked for; these can be withdrawn
public record Wanted(OptionalLong followedFrom, Coverage followedBefore, Coverage asked) {
    public static final Wanted NOTHING =
            new Wanted(OptionalLong.empty(), Coverage.EMPTY, Coverage.EMPTY);

    public Wanted {
        if (followedFrom.orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "followed from trade id " + followedFrom.getAsLong() + " on");
        }
    }

    public boolean isFollowed() {
        return followedFrom.isPresent();
    }

    /// Wanted because it was or is followed, up to and including `head`.
    public Coverage followed(long head) {
        if (followedFrom.isEmpty() || head < followedFrom.getAsLong()) {
            return followedBefore;
        }
        return followedBefore.plus(new TradeIdRange(followedFrom.getAsLong(), head));
    }

    /// Everything wanted up to and including `head`.
    public Coverage all(long head) {
        return followed(head).plus(asked);
    }

    Wanted follow(long origin) {
        return isFollowed() ? this : new Wanted(OptionalLong.of(origin), followedBefore, asked);
    }

    Wanted unfollow(long lastId) {
        return new Wanted(OptionalLong.empty(), followed(lastId), asked);
    }

    Wanted ask(TradeIdRange range) {
        return new Wanted(followedFrom, followedBefore, asked.plus(range));
    }

    Wanted withoutAsked(Coverage withdrawn) {
        return new Wanted(followedFrom, followedBefore, asked.minus(withdrawn));
    }
}
