package io.gapless.simulation;

/// What goes wrong. The rate is per occasion: a frame, a call, or ten seconds of a process's life.
public enum Fault {
    FRAME_LOST(0.05),
    FRAME_DOUBLED(0.02),
    /// Behind later ones of the same connection, by less than the grace or by more.
    FRAME_LATE(0.02),
    SYMBOL_STALLED(0.002),
    SOCKET_SILENT(0.003),
    SOCKET_CUT(0.005),
    SERVER_SHUTDOWN(0.003),
    CONNECT_REFUSED(0.3),
    CONNECT_SLOW(0.2),
    LISTENER_KILLED(0.003),
    /// At a call, before it, while it is on its way, or after it.
    KILLED_AT_CALL(0.01),
    PAUSED(0.003),
    /// Between having decided on a call and making it: a zombie.
    PAUSED_AT_CALL(0.005),
    DEPLOY(0.002),
    CLOCK_JUMPED(0.004),
    S3_THROTTLED(0.05),
    S3_TIMED_OUT(0.03),
    S3_REPLY_LOST(0.05),
    /// The sender has given up, and perhaps died, and the write lands all the same.
    S3_LATE(0.05),
    S3_SLOW(0.05),
    S3_AWAY(0.001),
    DYNAMO_THROTTLED(0.05),
    DYNAMO_TIMED_OUT(0.03),
    DYNAMO_REPLY_LOST(0.05),
    DYNAMO_LATE(0.05),
    DYNAMO_SLOW(0.05),
    DYNAMO_AWAY(0.001),
    REST_LAGS(0.01),
    /// As long as a writer stands still that has claimed and not put.
    REST_LAGS_BEHIND_A_ZOMBIE(0.5),
    /// Ids are not served for a while, though ids on both sides are.
    REST_STEPS_OVER(0.02),
    REST_EMPTY_PAGE(0.05),
    REST_SHORT_PAGE(0.05),
    REST_STARTS_LATE(0.05),
    REST_429(0.01),
    REST_418(0.003),
    REST_403(0.003),
    REST_5XX(0.05),
    REST_NO_ANSWER(0.05),
    REST_GARBLED(0.02);

    private final double rate;

    Fault(double rate) {
        this.rate = rate;
    }

    double rate() {
        return rate;
    }

    boolean isStorage() {
        return name().startsWith("S3_") || name().startsWith("DYNAMO_");
    }
}
