package io.gapless.listener.start;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Wanted;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a start has decided about following, and writes when nothing stands in its way: from which id on
/// symbols are followed, and with which one it ends.
final class Following {
    /// A symbol that is followed again within this time goes on from where following ended: what lies
    /// between is at most a day's trades for the repair, and somebody may have listened all the time.
    static final Duration GOES_ON_WITHIN = Duration.ofDays(1);

    private final Stores stores;
    private final InstantSource clock;
    private final Map<Symbol, Long> origins = new HashMap<>();
    private final Map<Symbol, Long> ends = new HashMap<>();

    Following(Stores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /// @param lastId the last id that the exchange has given, if it is known
    void begin(Checkpoint known, OptionalLong lastId) {
        origins.put(known.symbol(), last(known, lastId) + 1);
    }

    /// @param lastId the last id that the exchange has given, if it is known
    /// @return the last id that is wanted
    long end(Checkpoint known, OptionalLong lastId) {
        long last = last(known, lastId);
        ends.put(known.symbol(), last);
        return last;
    }

    /// @param followed who is listened to from now on
    /// @param stored as read before
    /// @param notices of symbols that are followed newly
    /// @return the checkpoints of the followed
    List<Checkpoint> write(
            Collection<Symbol> followed, Map<Symbol, Checkpoint> stored, List<Notice> notices)
            throws InterruptedException {
        for (Map.Entry<Symbol, Long> end : ends.entrySet()) {
            unfollow(end.getKey(), end.getValue());
        }
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (Symbol symbol : followed) {
            Long origin = origins.get(symbol);
            Checkpoint known = stored.get(symbol);
            if (origin == null && known != null) {
                checkpoints.add(known);
            } else {
                checkpoints.add(follow(symbol, origin == null ? 0 : origin, notices));
            }
        }
        return checkpoints;
    }

    private void unfollow(Symbol symbol, long last) throws InterruptedException {
        stores.update(
                symbol,
                current ->
                        current.wanted().isFollowed()
                                ? Optional.of(
                                        current.change()
                                                .unfollow(
                                                        Math.max(last, lastKnown(current)),
                                                        clock.instant()))
                                : Optional.empty());
    }

    private Checkpoint follow(Symbol symbol, long origin, List<Notice> notices)
            throws InterruptedException {
        Checkpoint written =
                stores.update(
                        symbol,
                        current ->
                                current.wanted().isFollowed()
                                        ? Optional.empty()
                                        : Optional.of(
                                                current.change().follow(goOn(current, origin))));
        notices.add(
                Notice.of(
                        Notice.Kind.FOLLOWED,
                        symbol,
                        "%s is followed from trade %d on."
                                .formatted(
                                        symbol, written.wanted().followedFrom().orElse(origin))));
        return written;
    }

    /// Where to follow a symbol from.
    ///
    /// @param next the next id that the exchange gives
    private long goOn(Checkpoint current, long next) {
        Instant earliest = clock.instant().minus(GOES_ON_WITHIN);
        return current.wanted()
                .ended()
                .filter(ended -> ended.at().isAfter(earliest) && ended.nextId() < next)
                .map(Wanted.Ended::nextId)
                .orElse(next);
    }

    private static long last(Checkpoint known, OptionalLong lastId) {
        return Math.max(lastId.orElse(-1), lastKnown(known));
    }

    /// The highest id that the checkpoint knows to exist, or -1.
    private static long lastKnown(Checkpoint known) {
        long ahead = known.ahead().map(Checkpoint.Ahead::id).orElse(-1L);
        return Math.max(ahead, known.lastTaken().orElse(-1));
    }
}
