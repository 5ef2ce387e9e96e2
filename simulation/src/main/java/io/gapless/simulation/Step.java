package io.gapless.simulation;

/// What was being done when a fault struck.
public enum Step {
    CLAIM,
    PUT,
    LOOK,
    COMMIT,
    UPDATE,
    READ,
    READ_ALL,
    LIST,
    MARK,
    PAGE,
    TICKER,
    EXCHANGE_INFO,
    TIME,
    FRAME,
    CONNECT,
    /// Between two calls.
    IDLE,
}
