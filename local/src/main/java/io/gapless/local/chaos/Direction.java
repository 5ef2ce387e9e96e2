package io.gapless.local.chaos;

/// One of the two directions of a connection.
enum Direction {
    /// Requests, and what the client sends on a stream.
    TO_SERVER,
    /// Replies, and the stream's frames.
    TO_CLIENT,
}
