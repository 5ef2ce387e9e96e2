package io.gapless.local.link;

/// One of the two directions of a connection.
public enum Direction {
    /// Requests, and what the client sends on a stream.
    TO_SERVER,
    /// Replies, and the stream's frames.
    TO_CLIENT,
}
