package io.gapless.listener.feed;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the supervisor is told. Connections are named by the number it gave them.
sealed interface FeedEvent {
    /// Time has passed.
    ///
    /// @param activity of every connection that is open
    record Tick(List<Activity> activity) implements FeedEvent {
        public Tick {
            activity = List.copyOf(activity);
        }
    }

    /// What a connection has received since it was opened.
    ///
    /// @param frames text frames of any kind
    /// @param waiting whether it does not read because the ingest thread is behind: its silence
    ///     says nothing then
    record Activity(int connection, long frames, long trades, boolean waiting) {}

    /// The handshake succeeded.
    record Opened(int connection) implements FeedEvent {}

    /// The connection could not be made.
    record ConnectFailed(int connection, ConnectFailure failure) implements FeedEvent {}

    /// The connection is no more, whoever closed it.
    ///
    /// @param detail close code and reason
    record Closed(int connection, String detail) implements FeedEvent {}

    /// The exchange announced that it will cut this connection.
    record ShutdownAnnounced(int connection) implements FeedEvent {}

    /// A request was answered.
    ///
    /// @param listed how many streams the answer lists, if it is a list
    record Replied(int connection, OptionalLong request, OptionalInt listed) implements FeedEvent {}

    /// A request was refused.
    record Refused(int connection, OptionalLong request, String text) implements FeedEvent {}

    /// The feed is to end.
    record Stop() implements FeedEvent {}
}
