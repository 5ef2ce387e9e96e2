package io.gapless.listener.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Why a connection was not made.
///
/// @param httpStatus what the exchange answered to the handshake, if it answered
/// @param retryAfter when it wants to be asked again, if it says so
/// @param message what the network or the answer said
record ConnectFailure(OptionalInt httpStatus, Optional<Duration> retryAfter, String message) {
    /// Longest ban that Binance documents.
    private static final Duration LONGEST_BAN = Duration.ofDays(3);

    static ConnectFailure of(String message) {
        return new ConnectFailure(OptionalInt.empty(), Optional.empty(), message);
    }

    ReconnectReason reason() {
        return switch (httpStatus.orElse(0)) {
            case 451 -> ReconnectReason.RESTRICTED_LOCATION;
            case 403 -> ReconnectReason.FORBIDDEN;
            case 418 -> ReconnectReason.BANNED;
            case 429 -> ReconnectReason.TOO_MANY_REQUESTS;
            default -> ReconnectReason.CONNECT_FAILED;
        };
    }

    /// How long nobody may connect; empty when this failure says nothing about other attempts.
    Optional<Duration> pause(Duration unlessTold) {
        return switch (reason()) {
            case RESTRICTED_LOCATION, FORBIDDEN, BANNED, TOO_MANY_REQUESTS ->
                    Optional.of(
                            retryAfter
                                    .map(p -> p.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : p)
                                    .orElse(unlessTold));
            case CONNECT_FAILED,
                    CONNECT_TIMED_OUT,
                    LIFETIME,
                    SERVER_SHUTDOWN,
                    SILENT,
                    STALLED,
                    CLOSED_BY_SERVER,
                    ERROR_REPLY,
                    UNANSWERED ->
                    Optional.empty();
        };
    }

    /// What happened and what to do about it.
    String sentence(URI url) {
        String where = url.getScheme() + "://" + url.getAuthority();
        return switch (httpStatus.orElse(0)) {
            case 451 ->
                    where
                            + " does not serve this location (HTTP 451): run the listener in another"
                            + " region, such as ap-northeast-1 or eu-central-1";
            case 403 ->
                    where
                            + " refused this address (HTTP 403, its firewall): such a block lasts"
                            + " minutes; if it comes back, connect from another address";
            case 418 ->
                    where
                            + " has banned this address (HTTP 418) for too many requests: find what"
                            + " else calls the exchange from it; the feed returns when the ban ends";
            case 429 ->
                    where
                            + " counts too many requests from this address (HTTP 429): find what"
                            + " else calls the exchange from it; the feed waits as long as it is told";
            case 0 ->
                    "no connection to "
                            + where
                            + ": "
                            + message
                            + "; check the network and GAPLESS_BINANCE_STREAM_URL";
            default ->
                    where
                            + " answered the handshake with HTTP "
                            + httpStatus.orElse(0)
                            + ": "
                            + message;
        };
    }
}
