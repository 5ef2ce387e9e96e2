package io.gapless.exchange.stream;

import io.gapless.exchange.tape.Fixed8;
import java.util.Arrays;

/// A growing run of encoded WebSocket text frames, reused from tick to tick.
final class FrameBytes {

    private static final int HEADER = 4;
    private static final int SHORT_HEADER = 2;
    private static final int LARGEST_SHORT = 125;
    private static final int LARGEST_FRAME = 0xFFFF;
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte EXTENDED_LENGTH = 126;

    private byte[] bytes = new byte[1 << 16];
    private int frameStart;
    private int position;

    byte[] array() {
        return bytes;
    }

    int size() {
        return position;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, position);
    }

    void clear() {
        position = 0;
    }

    /// Starts a frame whose payload will have at most `mostBytes`.
    void startFrame(int mostBytes) {
        if (mostBytes > LARGEST_FRAME) {
            throw new IllegalArgumentException("a frame of " + mostBytes + " bytes is too large");
        }
        if (bytes.length - position < mostBytes + HEADER) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, position + mostBytes + HEADER));
        }
        frameStart = position;
        position += HEADER;
    }

    void endFrame() {
        int length = position - frameStart - HEADER;
        bytes[frameStart] = FINAL_TEXT;
        if (length > LARGEST_SHORT) {
            bytes[frameStart + 1] = EXTENDED_LENGTH;
            bytes[frameStart + 2] = (byte) (length >>> Byte.SIZE);
            bytes[frameStart + 3] = (byte) length;
        } else {
            bytes[frameStart + 1] = (byte) length;
            int from = frameStart + HEADER;
            System.arraycopy(bytes, from, bytes, frameStart + SHORT_HEADER, length);
            position -= HEADER - SHORT_HEADER;
        }
    }

    void put(byte[] text) {
        System.arraycopy(text, 0, bytes, position, text.length);
        position += text.length;
    }

    void putNumber(long value) {
        position = Fixed8.writeNumber(bytes, position, value);
    }

    void putDecimal(long value) {
        position = Fixed8.write(bytes, position, value);
    }
}
