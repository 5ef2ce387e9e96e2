package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.glassfish.tyrus.spi.ReadHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSieveTest {
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;
    private static final String WANTED = "wanted ";

    /// What came out, in order: the wanted texts, and the bytes for Tyrus between them.
    private final List<String> out = new ArrayList<>();

    private final ByteArrayOutputStream toTyrus = new ByteArrayOutputStream();
    private final ReadHandler tyrus =
            data -> {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                toTyrus.writeBytes(bytes);
            };
    private final FrameSieve sieve = new FrameSieve(this::take);

    @Test
    void wantedMessagesAreTakenAndAllElseGoesToTyrusByteForByteInItsPlace() {
        byte[] ping = RawStreamServer.frame(PING, text("are you there"));
        byte[] answer = text("an answer", 0x81);

        read(text("wanted 1", 0x81), ping, answer, text("wanted 2", 0x81), answer);

        assertThat(out())
                .containsExactly("wanted 1", hex(ping) + hex(answer), "wanted 2", hex(answer));
    }

    @Test
    void aFrameInPiecesIsTakenWhenItIsWhole() {
        byte[] frame = text(WANTED + "x".repeat(200), 0x81);
        for (int i = 0; i < frame.length - 1; i++) {
            read(new byte[] {frame[i]});
            assertThat(out()).isEmpty();
        }
        read(new byte[] {frame[frame.length - 1]});

        assertThat(out()).containsExactly(WANTED + "x".repeat(200));
    }

    @Test
    void betweenTheFragmentsOfAMessageNothingIsTaken() {
        byte[] begin = text("wanted", RawStreamServer.TEXT_BEGIN);
        byte[] ping = RawStreamServer.frame(PING, text("still there"));
        byte[] intruder = text("wanted 2", 0x81);
        byte[] middle = text(" but ", RawStreamServer.CONTINUED);

        read(begin, ping, middle);
        assertThat(out()).containsExactly(hex(begin) + hex(ping) + hex(middle));
        read(intruder);
        assertThat(out()).containsExactly(hex(begin) + hex(ping) + hex(middle) + hex(intruder));
    }

    @Test
    void behindTheLastFragmentMessagesAreTakenAgain() {
        byte[] begin = text("some", RawStreamServer.TEXT_BEGIN);
        byte[] end = text("thing", RawStreamServer.CONTINUED_END);

        read(begin, end, text("wanted 1", 0x81));

        assertThat(out()).containsExactly(hex(begin) + hex(end), "wanted 1");
    }

    @Test
    void behindACloseNothingIsTaken() {
        byte[] close = RawStreamServer.frame(CLOSE, new byte[] {3, (byte) 0xe8});
        byte[] late = text("wanted 1", 0x81);

        read(close, late);

        assertThat(out()).containsExactly(hex(close) + hex(late));
    }

    @Test
    void whatIsMaskedReservedBinaryOrTooLongIsForTyrus() {
        byte[] masked = text("wanted 1", 0x81);
        masked[1] |= (byte) 0x80;
        // A mask of four bytes belongs to it.
        byte[] mask = {0, 0, 0, 0};
        byte[] reserved = text("wanted 2", 0xc1);
        byte[] binary = text("wanted 3", 0x82);
        byte[] tooLong = text(WANTED + "x".repeat(FrameSieve.MAX_TAKEN), 0x81);

        read(masked, mask, reserved, binary, tooLong, text("wanted 4", 0x81));

        assertThat(out())
                .containsExactly(
                        hex(masked) + hex(mask) + hex(reserved) + hex(binary) + hex(tooLong),
                        "wanted 4");
    }

    @Test
    void aMessageTooLongForMemoryPassesInPieces() {
        byte[] head = {(byte) 0x81, 127, 0, 0, 0x7f, 0, 0, 0, 0, 0};
        byte[] megabyte = new byte[1 << 20];

        read(head);
        for (int i = 0; i < 3; i++) {
            read(megabyte);
        }

        assertThat(toTyrus.size()).isEqualTo(head.length + 3 * megabyte.length);
    }

    @Test
    void aLengthThatCannotBeIsForTyrusToRefuse() {
        byte[] head = {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0};
        byte[] late = text("wanted 1", 0x81);

        read(head, late);

        assertThat(out()).containsExactly(hex(head) + hex(late));
    }

    @Test
    void theLongestLengthThatCanBeToldIsForTyrusToRefuseToo() {
        byte[] head = {(byte) 0x81, 127, 0x7f, -1, -1, -1, -1, -1, -1, -1};
        byte[] late = text("wanted 1", 0x81);

        read(head, late);

        assertThat(out()).containsExactly(hex(head) + hex(late));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howeverTheBytesAreCutTheSameComesOut(long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        StringBuilder passed = new StringBuilder();
        boolean inFragments = false;
        for (int i = 0; i < 3_000; i++) {
            int kind = random.nextInt(8);
            String text =
                    (random.nextBoolean() ? WANTED : "other ") + "x".repeat(random.nextInt(300));
            int first =
                    switch (kind) {
                        case 0 -> PING;
                        case 1 -> RawStreamServer.BINARY;
                        case 2 ->
                                inFragments
                                        ? RawStreamServer.CONTINUED_END
                                        : RawStreamServer.TEXT_BEGIN;
                        default -> inFragments ? RawStreamServer.CONTINUED : RawStreamServer.TEXT;
                    };
            String payload = kind == 0 ? text.substring(0, 6) : text;
            byte[] frame = text(payload, first);
            bytes.writeBytes(frame);
            boolean taken = first == RawStreamServer.TEXT && payload.startsWith(WANTED);
            if (taken) {
                if (!passed.isEmpty()) {
                    expected.add(passed.toString());
                    passed.setLength(0);
                }
                expected.add(payload);
            } else {
                passed.append(hex(frame));
            }
            inFragments =
                    first == RawStreamServer.TEXT_BEGIN
                            || (inFragments && first != RawStreamServer.CONTINUED_END);
            if (first == RawStreamServer.BINARY) {
                inFragments = false;
            }
        }
        if (!passed.isEmpty()) {
            expected.add(passed.toString());
        }
        ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
        while (all.hasRemaining()) {
            int length = Math.min(all.remaining(), 1 + random.nextInt(random.nextInt(2_000) + 1));
            ByteBuffer part = all.slice(all.position(), length);
            all.position(all.position() + length);
            sieve.read(random.nextBoolean() ? part : direct(part), tyrus);
        }

        assertThat(out()).isEqualTo(expected);
    }

    private boolean take(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (!text.startsWith(WANTED)) {
            return false;
        }
        flush();
        out.add(text);
        return true;
    }

    private void read(byte[]... parts) {
        for (byte[] part : parts) {
            sieve.read(ByteBuffer.wrap(part), tyrus);
        }
    }

    private List<String> out() {
        List<String> all = new ArrayList<>(out);
        if (toTyrus.size() > 0) {
            all.add(hex(toTyrus.toByteArray()));
        }
        return all;
    }

    private void flush() {
        if (toTyrus.size() > 0) {
            out.add(hex(toTyrus.toByteArray()));
            toTyrus.reset();
        }
    }

    private static ByteBuffer direct(ByteBuffer data) {
        ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining());
        return copy.put(data).flip();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(String text, int first) {
        return RawStreamServer.frame(first, text(text));
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
