package io.gapless.listener.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Frames through the decoders as a connection puts them: as bytes among other bytes, and as text when
/// that gives up.
final class FrameWays {
    private static final int BEFORE = 3;
    private static final int BEHIND = 5;

    private FrameWays() {}

    static boolean scan(FrameScanner scanner, String frame, DecodedTrade trade) {
        byte[] bytes = surrounded(frame);
        return scanner.scan(bytes, BEFORE, bytes.length - BEHIND, trade);
    }

    static StreamFrame decode(TradeFrameDecoder decoder, String frame) {
        byte[] bytes = surrounded(frame);
        if (decoder.decode(bytes, BEFORE, bytes.length - BEHIND)) {
            return decoder.trade().symbol < 0 ? StreamFrame.Kind.OTHER : StreamFrame.Kind.TRADE;
        }
        return decoder.decode(frame);
    }

    /// Digits and braces on both sides, which a reader that goes too far would take for more of it.
    private static byte[] surrounded(String frame) {
        byte[] utf8 = frame.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[BEFORE + utf8.length + BEHIND];
        Arrays.fill(bytes, (byte) '}');
        System.arraycopy(utf8, 0, bytes, BEFORE, utf8.length);
        return bytes;
    }
}
