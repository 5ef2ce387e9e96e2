package io.gapless.local.firehose;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One WebSocket of the [Firehose]: one thread sends trades, another one answers what the client asks.
final class FirehoseStream {
    /// What is written at once, in bytes: about 300 trades.
    private static final int CHUNK = 1 << 16;

    /// A request is shorter.
    private static final int LONGEST_REQUEST = 1 << 20;

    private static final long WAIT_NANOS = 200_000;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final Pattern REQUEST_ID = Pattern.compile("\"id\" *: *(\\d+|\"[^\"]*\")");

    private final int number;
    private final Throttle throttle;
    private final MarketFrames frames;
    private final List<String> streams;
    private final OutputStream out;
    private volatile boolean asked;
    private volatile boolean closed;

    /// @param streams what the client asked for in its address; it asks by SUBSCRIBE when there are none
    FirehoseStream(
            int number,
            Throttle throttle,
            MarketFrames frames,
            List<String> streams,
            OutputStream out) {
        this.number = number;
        this.throttle = throttle;
        this.frames = frames;
        this.streams = streams;
        this.out = out;
        asked = !streams.isEmpty();
    }

    /// Sends until the client is gone.
    void send() {
        byte[] chunk = new byte[CHUNK];
        try {
            while (!closed) {
                long limit = asked ? throttle.limit(number) : 0;
                if (frames.position() >= limit) {
                    LockSupport.parkNanos(this, WAIT_NANOS);
                    continue;
                }
                int length = frames.fill(chunk, limit);
                synchronized (out) {
                    out.write(chunk, 0, length);
                }
                throttle.sent(number, frames.position());
            }
        } catch (IOException e) {
            // The client is gone, which is how every stream ends.
            closed = true;
        } finally {
            throttle.gone(number);
        }
    }

    /// Answers until the client is gone.
    void answer(DataInputStream in) {
        try {
            while (!closed) {
                int opcode = in.readUnsignedByte() & 15;
                int length = in.readUnsignedByte() & 127;
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = Math.toIntExact(in.readLong());
                }
                if (length > LONGEST_REQUEST) {
                    throw new IOException("a request of " + length + " bytes");
                }
                byte[] mask = in.readNBytes(4);
                byte[] data = in.readNBytes(length);
                for (int i = 0; i < data.length; i++) {
                    data[i] ^= mask[i & 3];
                }
                answer(opcode, data);
            }
        } catch (EOFException e) {
            closed = true;
        } catch (IOException e) {
            closed = true;
            throw new UncheckedIOException(e);
        }
    }

    private void answer(int opcode, byte[] data) throws IOException {
        if (opcode == PING) {
            frame(PONG, data);
        } else if (opcode == CLOSE) {
            closed = true;
            frame(CLOSE, data);
        } else if (opcode == TEXT) {
            String request = new String(data, StandardCharsets.UTF_8);
            Matcher id = REQUEST_ID.matcher(request);
            String result =
                    request.contains("LIST_SUBSCRIPTIONS")
                            ? "[\"" + String.join("\",\"", streams) + "\"]"
                            : "null";
            String reply =
                    "{\"result\":" + result + ",\"id\":" + (id.find() ? id.group(1) : "1") + "}";
            frame(TEXT, reply.getBytes(StandardCharsets.UTF_8));
            asked = true;
        }
    }

    private void frame(int opcode, byte[] data) throws IOException {
        int header = data.length < 126 ? 2 : 4;
        byte[] frame = new byte[header + data.length];
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) (header == 2 ? data.length : 126);
        if (header == 4) {
            frame[2] = (byte) (data.length >>> 8);
            frame[3] = (byte) data.length;
        }
        System.arraycopy(data, 0, frame, header, data.length);
        synchronized (out) {
            out.write(frame);
        }
    }
}
