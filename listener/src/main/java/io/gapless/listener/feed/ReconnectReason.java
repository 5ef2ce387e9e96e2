package io.gapless.listener.feed;

/// Why a connection is replaced by a new one. Counted in [FeedStatistics#reconnects].
public enum ReconnectReason {
    /// Binance cuts every connection after 24 hours; it is replaced before that.
    LIFETIME,
    /// The exchange said that this server goes away.
    SERVER_SHUTDOWN,
    /// No frame of any kind although some were provoked.
    SILENT,
    /// It answers requests but delivers no trades while another connection to the same streams does.
    STALLED,
    /// The exchange or the network closed it.
    CLOSED_BY_SERVER,
    /// The connection could not be made.
    CONNECT_FAILED,
    /// The connection was not made within the deadline.
    CONNECT_TIMED_OUT,
    /// HTTP 451 at the handshake: the exchange does not serve this place.
    RESTRICTED_LOCATION,
    /// HTTP 403 at the handshake: the exchange's firewall refused this address.
    FORBIDDEN,
    /// HTTP 429 at the handshake: too many requests from this address.
    TOO_MANY_REQUESTS,
    /// HTTP 418 at the handshake: this address is banned for a time.
    BANNED,
    /// The exchange refused a subscription.
    ERROR_REPLY,
    /// The exchange did not answer a subscription.
    UNANSWERED;

    /// Whether the connection did not work, as opposed to one that is replaced in good order.
    public boolean isDefect() {
        return this != LIFETIME && this != SERVER_SHUTDOWN;
    }
}
