package io.gapless.exchange.counter;

/// Things counted since the start.
public enum Counter {
    /// Stream connections accepted.
    CONNECTIONS_OPENED,
    /// Handshakes refused or reset, by limit or by fault.
    HANDSHAKES_REFUSED,
    /// Trade frames handed to a connection, once per connection.
    FRAMES_SENT,
    /// Pings sent.
    PINGS_SENT,
    /// Pongs that answered a ping of ours.
    PONGS_RECEIVED,
    /// Messages, pings and pongs of clients.
    CLIENT_MESSAGES,
    /// Connections cut for want of a pong.
    PONG_TIMEOUTS,
    /// Connections cut for more client messages than allowed.
    MESSAGE_LIMIT_CUTS,
    /// Connections cut because their reader was too slow.
    SLOW_READER_CUTS,
    /// Connections cut for too many streams.
    STREAM_LIMIT_CUTS,
    /// Connections cut at the end of their lifetime.
    LIFETIME_CUTS,
    /// REST calls of any endpoint.
    REST_CALLS,
    /// REST calls answered with 429.
    TOO_MANY_REQUESTS,
    /// Bans imposed.
    BANS,
    /// REST calls that came during a ban.
    CALLS_DURING_BAN,
    /// Requests for files of past days.
    DUMP_CALLS,
    /// REST rows served by `trades`, `historicalTrades` and `aggTrades`.
    ROWS_SERVED
}
