package io.gapless.listener.feed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.glassfish.tyrus.spi.ReadHandler;

/// Takes the trades out of the bytes of a WebSocket before Tyrus sees them. Everything else goes on to
/// Tyrus, byte for byte and in its place: control frames, answers, fragments, whatever is too long or
/// breaks the protocol, and each message that the [Taker] does not take.
///
/// Tyrus spends several times as long on a message as it takes to read the trade in it. One instance per
/// connection, for its socket thread.
final class FrameSieve {
    /// The longest message that is looked at, in bytes: twice that of a trade.
    static final int MAX_TAKEN = 500;

    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH = 0x7f;
    private static final int SHORT_FOLLOWS = 126;
    private static final int LONG_FOLLOWS = 127;
    private static final int LEAST_HEADER = 2;

    /// Enough for what is read at once as a rule; it grows where it is not.
    private static final int INITIAL_BYTES = 1 << 16;

    /// Takes a text message, if it is one of those that it wants.
    interface Taker {
        /// @return false when the message is to go the usual way, and has changed nothing
        boolean take(byte[] bytes, int from, int to);
    }

    private final Taker taker;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /// Bytes that are still to come of a frame that is passed on.
    private long passing;

    private boolean inFragments;
    private boolean closing;

    FrameSieve(Taker taker) {
        this.taker = taker;
    }

    /// Takes in what was read. The beginning of a frame that may be a trade waits for its end.
    ///
    /// @param tyrus gets what is not taken, and may keep what it gets
    void read(ByteBuffer data, ReadHandler tyrus) {
        append(data);
        int at = 0;
        int passFrom = 0;
        while (at < size) {
            if (passing == 0) {
                int header = headerLength(at);
                if (size - at < header) {
                    break;
                }
                long length = payloadLength(at);
                if (mayBeWanted(at, length)) {
                    int from = at + header;
                    int to = from + (int) length;
                    if (to > size) {
                        break;
                    }
                    pass(passFrom, at, tyrus);
                    passFrom = at;
                    if (taker.take(bytes, from, to)) {
                        at = to;
                        passFrom = to;
                        continue;
                    }
                }
                note(bytes[at]);
                // What no length can be is Tyrus's to refuse, and all that follows too.
                passing =
                        length < 0 || length > Long.MAX_VALUE - header
                                ? Long.MAX_VALUE
                                : header + length;
            }
            int now = (int) Math.min(passing, size - at);
            passing -= now;
            at += now;
        }
        pass(passFrom, at, tyrus);
        System.arraycopy(bytes, at, bytes, 0, size - at);
        size -= at;
    }

    private void append(ByteBuffer data) {
        int more = data.remaining();
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, more));
        }
        data.get(bytes, size, more);
        size += more;
    }

    /// As far as its beginning tells; more than there is when that is too short.
    private int headerLength(int at) {
        if (size - at < LEAST_HEADER) {
            return LEAST_HEADER;
        }
        int second = bytes[at + 1];
        int mask = (second & MASKED) == 0 ? 0 : MASK_BYTES;
        return LEAST_HEADER
                + mask
                + switch (second & LENGTH) {
                    case SHORT_FOLLOWS -> Short.BYTES;
                    case LONG_FOLLOWS -> Long.BYTES;
                    default -> 0;
                };
    }

    private long payloadLength(int at) {
        int told = bytes[at + 1] & LENGTH;
        int bytesOfLength =
                told == SHORT_FOLLOWS ? Short.BYTES : told == LONG_FOLLOWS ? Long.BYTES : 0;
        if (bytesOfLength == 0) {
            return told;
        }
        long length = 0;
        for (int i = at + LEAST_HEADER; i < at + LEAST_HEADER + bytesOfLength; i++) {
            length = length << Byte.SIZE | (bytes[i] & 0xff);
        }
        return length;
    }

    private boolean mayBeWanted(int at, long length) {
        return bytes[at] == (byte) (FINAL | TEXT)
                && (bytes[at + 1] & MASKED) == 0
                && length >= 0
                && length <= MAX_TAKEN
                && !inFragments
                && !closing;
    }

    /// Behind the first part of a message no message may begin, and behind a close nothing counts.
    private void note(byte first) {
        int opcode = first & OPCODE;
        if (opcode < CLOSE) {
            inFragments = (first & FINAL) == 0;
        }
        closing |= opcode == CLOSE;
    }

    private void pass(int from, int to, ReadHandler tyrus) {
        if (from < to) {
            tyrus.handle(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
        }
    }
}
