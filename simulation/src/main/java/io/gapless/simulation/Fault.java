package io.gapless.simulation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What goes wrong. The rate is per occasion: a frame, a call, or ten seconds of a process's life.
public enum Fault {
    FRAME_LOST(0.05, Step.FRAME),
    FRAME_DOUBLED(0.02, Step.FRAME),
    /// Behind later ones of the same connection, by less than the grace or by more.
    FRAME_LATE(0.02, Step.FRAME),
    SYMBOL_STALLED(0.002, Step.IDLE),
    SOCKET_SILENT(0.003, Step.IDLE),
    SOCKET_CUT(0.005, Step.IDLE),
    SERVER_SHUTDOWN(0.003, Step.IDLE),
    CONNECT_REFUSED(0.3, Step.CONNECT),
    CONNECT_SLOW(0.2, Step.CONNECT),
    LISTENER_KILLED(0.003, Step.IDLE),
    /// At a call, before it, while it is on its way, or after it.
    KILLED_AT_CALL(0.01, Step.CALLS),
    PAUSED(0.003, Step.IDLE),
    /// Between having decided on a call and making it: a zombie.
    PAUSED_AT_CALL(0.005, Step.STORED),
    DEPLOY(0.002, Step.IDLE),
    CLOCK_JUMPED(0.004, Step.IDLE),
    S3_THROTTLED(0.05, Step.S3),
    S3_TIMED_OUT(0.03, Step.S3),
    S3_REPLY_LOST(0.05, Step.S3),
    /// The sender has given up, and perhaps died, and the write lands all the same.
    S3_LATE(0.05, Step.PUT),
    S3_SLOW(0.05, Step.S3),
    S3_AWAY(0.001, Step.IDLE),
    DYNAMO_THROTTLED(0.05, Step.DYNAMO),
    DYNAMO_TIMED_OUT(0.03, Step.DYNAMO),
    DYNAMO_REPLY_LOST(0.05, Step.DYNAMO),
    DYNAMO_LATE(0.05, Step.DYNAMO_WRITES),
    DYNAMO_SLOW(0.05, Step.DYNAMO),
    DYNAMO_AWAY(0.001, Step.IDLE),
    REST_LAGS(0.01, Step.IDLE),
    /// As long as a writer stands still that has claimed and not put.
    REST_LAGS_BEHIND_A_ZOMBIE(0.5, Step.PUT),
    /// Ids are not served for a while, though ids on both sides are.
    REST_STEPS_OVER(0.02, Step.IDLE),
    /// What is below an id is not served, for a while or for ever.
    HISTORY_WITHDRAWN(0.005, Step.IDLE),
    /// Listeners with little memory give trades up.
    MEMORY_FULL(1, Step.IDLE),
    /// The operator's configuration changes, with a deploy.
    SYMBOL_ADDED(0.005, Step.IDLE),
    SYMBOL_REMOVED(0.005, Step.IDLE),
    /// It stops trading, and some time later the exchange does not know it any more.
    SYMBOL_DELISTED(0.005, Step.IDLE),
    /// The exchange counts a symbol's trades anew, from 0 on.
    IDS_RESTARTED(0.01, Step.IDLE),
    REST_EMPTY_PAGE(0.05, Step.PAGE),
    REST_SHORT_PAGE(0.05, Step.PAGE),
    REST_STARTS_LATE(0.05, Step.PAGE),
    REST_429(0.01, Step.REST),
    REST_418(0.003, Step.REST),
    REST_403(0.003, Step.REST),
    REST_5XX(0.05, Step.REST),
    REST_NO_ANSWER(0.05, Step.REST),
    REST_GARBLED(0.02, Step.REST),
    /// A day is published many minutes after the others.
    DUMP_LATE(0.5, Step.DUMP),
    /// It lacks rows, and its checksum matches.
    DUMP_SHORT(0.3, Step.DUMP),
    DUMP_WRONG_CHECKSUM(0.2, Step.DUMP),
    DUMP_CUT(0.2, Step.DUMP),
    DUMP_UNSORTED(0.3, Step.DUMP),
    DUMP_DOUBLED(0.3, Step.DUMP);

    private final double rate;

    /// Cannot be modified, which its type does not tell.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Step> steps;

    Fault(double rate, Step step) {
        this(rate, Collections.unmodifiableSet(EnumSet.of(step)));
    }

    Fault(double rate, Set<Step> steps) {
        this.rate = rate;
        this.steps = steps;
    }

    /// What is being done when it strikes.
    Set<Step> steps() {
        return steps;
    }

    double rate() {
        return rate;
    }

    boolean isStorage() {
        return name().startsWith("S3_") || name().startsWith("DYNAMO_");
    }
}
