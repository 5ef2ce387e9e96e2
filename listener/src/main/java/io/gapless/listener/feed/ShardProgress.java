package io.gapless.listener.feed;

/// How many trades all connections of one shard have received together: what a stalled connection
/// is measured against.
final class ShardProgress {
    private long trades;

    void add(long more) {
        trades += more;
    }

    long trades() {
        return trades;
    }
}
