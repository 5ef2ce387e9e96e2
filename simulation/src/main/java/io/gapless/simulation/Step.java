package io.gapless.simulation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

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
    DUMP,
    FRAME,
    CONNECT,
    /// Between two calls.
    IDLE;

    static final Set<Step> S3 = Collections.unmodifiableSet(EnumSet.of(PUT, LOOK, LIST));
    static final Set<Step> DYNAMO =
            Collections.unmodifiableSet(EnumSet.of(CLAIM, COMMIT, UPDATE, READ, READ_ALL, MARK));
    static final Set<Step> DYNAMO_WRITES =
            Collections.unmodifiableSet(EnumSet.of(CLAIM, COMMIT, UPDATE, MARK));
    static final Set<Step> STORED = Collections.unmodifiableSet(EnumSet.range(CLAIM, MARK));
    static final Set<Step> REST = Collections.unmodifiableSet(EnumSet.range(PAGE, TIME));
    static final Set<Step> CALLS = Collections.unmodifiableSet(EnumSet.range(CLAIM, DUMP));
}
