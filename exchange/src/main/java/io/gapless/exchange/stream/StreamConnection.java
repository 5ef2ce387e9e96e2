package io.gapless.exchange.stream;

import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashSet;
import java.util.Set;

/// One stream connection: its subscriptions, its pings, its limits, and what a fault made of it. Owned by the exchange's one thread.
public final class StreamConnection {

    /// Bad behaviour and overload, as Binance closes for it.
    static final int POLICY_VIOLATION = 1008;

    private static final int GOING_AWAY = 1001;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /// What a fault made of the connection.
    private enum Voice {
        SPEAKING,
        SILENT,
        HALF_OPEN
    }

    private final int number;
    private final Wire wire;
    private final boolean micros;
    private final StreamLimits limits;
    private final Counters counters;
    private final Keepalive keepalive;
    private final MessageBudget messages;
    private final long endOfLife;
    private final Set<String> streams = new LinkedHashSet<>();
    private final HeldFrames held = new HeldFrames();

    private boolean combined;
    private Voice voice = Voice.SPEAKING;
    private boolean ended;
    private boolean unflushed;
    private boolean overfull;
    private long cutAt = Long.MAX_VALUE;

    StreamConnection(
            int number,
            Wire wire,
            StreamRequest request,
            StreamLimits limits,
            Counters counters,
            long nowMicros) {
        this.number = number;
        this.wire = wire;
        this.limits = limits;
        this.counters = counters;
        micros = request.micros();
        combined = request.combined();
        keepalive = new Keepalive(limits.pingInterval(), limits.pongTimeout(), nowMicros);
        messages = new MessageBudget(StreamLimits.CLIENT_MESSAGES, MICROS_PER_SECOND);
        endOfLife = nowMicros + StreamLimits.LIFETIME.toNanos() / 1_000;
    }

    /// Counts from 1 in the order in which connections were accepted.
    public int number() {
        return number;
    }

    Set<String> streams() {
        return streams;
    }

    HeldFrames held() {
        return held;
    }

    boolean combined() {
        return combined;
    }

    void combine(boolean wrapped) {
        combined = wrapped;
    }

    FrameStyle style() {
        return FrameStyle.of(combined, micros);
    }

    /// Whether the URL asked for more streams than a connection may have.
    boolean overfull() {
        return overfull;
    }

    void overfull(boolean tooMany) {
        overfull = tooMany;
    }

    boolean hears() {
        return !ended && voice != Voice.HALF_OPEN;
    }

    boolean speaks() {
        return !ended && voice == Voice.SPEAKING;
    }

    /// Hands over encoded trade frames. Takes over the buffer.
    void frames(ByteBuf frames, int count) {
        if (speaks()) {
            wire.frames(frames);
            counters.add(Counter.FRAMES_SENT, count);
            unflushed = true;
        } else {
            frames.release();
        }
    }

    void text(String text) {
        if (speaks()) {
            wire.text(text);
            unflushed = true;
        }
    }

    /// Takes note of a client message, and cuts the connection when there are too many.
    ///
    /// @return whether the message is to be acted upon
    boolean takes(long nowMicros) {
        if (!hears()) {
            return false;
        }
        counters.add(Counter.CLIENT_MESSAGES);
        if (messages.allows(nowMicros)) {
            return true;
        }
        counters.add(Counter.MESSAGE_LIMIT_CUTS);
        close(POLICY_VIOLATION, "Too many requests");
        return false;
    }

    void pinged(byte[] payload) {
        if (speaks()) {
            wire.pong(payload);
            unflushed = true;
        }
    }

    void ponged(byte[] payload) {
        if (keepalive.answered(payload)) {
            counters.add(Counter.PONGS_RECEIVED);
        }
    }

    /// What is due by the clock: pings, cuts, and the end of slow readers.
    void attend(long nowMicros) {
        if (ended || voice != Voice.SPEAKING) {
            return;
        }
        if (nowMicros >= endOfLife) {
            counters.add(Counter.LIFETIME_CUTS);
            close(GOING_AWAY, "");
        } else if (nowMicros >= cutAt) {
            close(GOING_AWAY, "");
        } else if (keepalive.expired(nowMicros)) {
            counters.add(Counter.PONG_TIMEOUTS);
            close(POLICY_VIOLATION, "Pong timeout");
        } else if (wire.unsentBytes() > limits.outboundBytes()) {
            counters.add(Counter.SLOW_READER_CUTS);
            reset();
        } else {
            keepalive.due(nowMicros).ifPresent(this::ping);
        }
    }

    void flush() {
        if (unflushed && !ended) {
            unflushed = false;
            wire.flush();
        }
    }

    void cutAt(long atMicros) {
        cutAt = Math.min(cutAt, atMicros);
    }

    void goSilent() {
        voice = voice == Voice.HALF_OPEN ? Voice.HALF_OPEN : Voice.SILENT;
    }

    void goHalfOpen() {
        voice = Voice.HALF_OPEN;
        wire.stopReading();
    }

    /// Speaks again after silence; a half-open connection stays dead, as its peer believes.
    void speakAgain() {
        voice = voice == Voice.SILENT ? Voice.SPEAKING : voice;
    }

    void close(int code, String reason) {
        if (!ended) {
            ended = true;
            wire.close(code, reason);
        }
    }

    void end() {
        if (!ended) {
            ended = true;
            wire.end();
        }
    }

    void reset() {
        if (!ended) {
            ended = true;
            wire.reset();
        }
    }

    private void ping(byte[] payload) {
        wire.ping(payload);
        counters.add(Counter.PINGS_SENT);
        unflushed = true;
    }
}
