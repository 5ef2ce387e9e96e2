package io.gapless.listener.feed;

import java.util.Map;
import java.util.Optional;

/// The supervisor's part of [FeedStatistics], whose components mean the same.
record FeedHealth(
        Map<ReconnectReason, Long> reconnects,
        int wantedConnections,
        int openConnections,
        int deliveringConnections,
        long attempts,
        Optional<String> trouble) {
    FeedHealth {
        reconnects = Map.copyOf(reconnects);
    }
}
