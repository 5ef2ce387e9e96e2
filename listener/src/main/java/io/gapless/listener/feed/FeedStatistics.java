package io.gapless.listener.feed;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a feed has done since its start, and how its connections are now.
///
/// @param frames text frames received
/// @param trades trades received, doubles included
/// @param unreadable frames that could not be decoded: each may be a lost trade
/// @param otherFrames readable frames that were neither a wanted trade nor an answer
/// @param reconnects connections replaced, by reason; every reason is present
/// @param wantedConnections how many connections there should be
/// @param openConnections how many are open and were heard of lately
/// @param deliveringConnections how many of these have delivered
/// @param attempts connections tried
/// @param trouble what stands in the way now and what to do about it, for the user
/// @param lastTradeAt when the last trade arrived
public record FeedStatistics(
        long frames,
        long trades,
        long unreadable,
        long otherFrames,
        Map<ReconnectReason, Long> reconnects,
        int wantedConnections,
        int openConnections,
        int deliveringConnections,
        long attempts,
        Optional<String> trouble,
        Optional<Instant> lastTradeAt) {
    public FeedStatistics {
        EnumMap<ReconnectReason, Long> all = new EnumMap<>(ReconnectReason.class);
        for (ReconnectReason reason : ReconnectReason.values()) {
            all.put(reason, reconnects.getOrDefault(reason, 0L));
        }
        reconnects = java.util.Collections.unmodifiableMap(all);
    }

    /// The statistics of a feed that has done nothing yet.
    public static FeedStatistics none() {
        return new FeedStatistics(
                0, 0, 0, 0, Map.of(), 0, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    /// All reconnects together.
    public long reconnectsTotal() {
        return reconnects.values().stream().mapToLong(Long::longValue).sum();
    }
}
