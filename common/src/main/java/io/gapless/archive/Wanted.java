package io.gapless.archive;

import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Which ids of a symbol must become archived.
///
/// @param followedFrom the origin of a symbol that is followed: every id from here on, for ever.
///     Empty while it is not followed
/// @param followedBefore closed intervals of times when it was followed and then removed
/// @param asked ranges that ad-hoc backfills asked for; these can be withdrawn
/// @param ended how following ended last; empty while it is followed, and before the first time
public record Wanted(
        OptionalLong followedFrom, Coverage followedBefore, Coverage asked, Optional<Ended> ended) {
    public static final Wanted NOTHING =
            new Wanted(OptionalLong.empty(), Coverage.EMPTY, Coverage.EMPTY, Optional.empty());

    /// Following has ended.
    ///
    /// @param lastId the last id that is wanted for it; one below the origin when nothing had been traded
    /// @param at by the clock of whoever ended it, cut to the microsecond
    public record Ended(long lastId, Instant at) {
        public Ended {
            if (lastId < -1) {
                throw new IllegalArgumentException("followed up to trade id " + lastId);
            }
            at = StoredTime.cut(at);
        }

        /// Where following goes on, when nothing is to be left out.
        public long nextId() {
            return lastId + 1;
        }
    }

    public Wanted {
        if (followedFrom.orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "followed from trade id " + followedFrom.getAsLong() + " on");
        }
        if (followedFrom.isPresent() && ended.isPresent()) {
            throw new IllegalArgumentException("followed, and ended at " + ended.get().at());
        }
    }

    /// Wanted without having been followed before.
    public static Wanted followedFrom(long origin) {
        return NOTHING.follow(origin);
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
        return isFollowed()
                ? this
                : new Wanted(OptionalLong.of(origin), followedBefore, asked, Optional.empty());
    }

    Wanted unfollow(long lastId, Instant at) {
        if (followedFrom.isEmpty()) {
            return this;
        }
        long last = Math.max(lastId, followedFrom.getAsLong() - 1);
        return new Wanted(
                OptionalLong.empty(), followed(last), asked, Optional.of(new Ended(last, at)));
    }

    Wanted ask(TradeIdRange range) {
        return new Wanted(followedFrom, followedBefore, asked.plus(range), ended);
    }

    Wanted withoutAsked(Coverage withdrawn) {
        return new Wanted(followedFrom, followedBefore, asked.minus(withdrawn), ended);
    }
}
