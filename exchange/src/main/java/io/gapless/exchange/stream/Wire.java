package io.gapless.exchange.stream;

import io.netty.buffer.ByteBuf;

/// One accepted WebSocket, as far as the streams need it. All calls come from the exchange's one thread; none blocks.
public interface Wire {

    /// Queues whole frames, already encoded. Takes over the buffer.
    void frames(ByteBuf frames);

    /// Queues a text frame.
    void text(String text);

    void ping(byte[] payload);

    void pong(byte[] payload);

    /// Sends what was queued.
    void flush();

    /// Bytes queued and not yet taken by the peer's kernel.
    long unsentBytes();

    /// Sends a close frame, then ends the connection.
    void close(int code, String reason);

    /// Ends the connection without a close frame.
    void end();

    /// Resets the connection.
    void reset();

    /// Reads nothing from the peer any more; the connection stays.
    void stopReading();
}
