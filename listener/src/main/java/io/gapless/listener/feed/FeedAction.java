package io.gapless.listener.feed;

import java.net.URI;

/// What the supervisor wants done, in order.
sealed interface FeedAction {
    /// Connect, and report [FeedEvent.Opened] or [FeedEvent.ConnectFailed]. The supervisor keeps
    /// the deadline.
    ///
    /// @param connection a number never used before
    record Open(int connection, URI url) implements FeedAction {}

    /// Send a text message, without waiting for it to leave.
    record Send(int connection, String text) implements FeedAction {}

    /// Close politely, and report [FeedEvent.Closed].
    record Close(int connection) implements FeedAction {}

    /// Cut the connection, in whatever state it is, and forget it.
    record Abort(int connection) implements FeedAction {}

    /// A connection is given up or will be replaced: count and log it. Once per connection.
    ///
    /// @param sentence what happened and, where somebody must act, what to do
    record Note(int connection, ReconnectReason reason, String sentence) implements FeedAction {}

    /// Something that is no reconnect is worth a line in the log.
    record Warn(String sentence) implements FeedAction {}
}
