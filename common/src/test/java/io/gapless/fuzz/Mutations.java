package io.gapless.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages good samples at random: bytes changed, cut, doubled, moved between samples, and words put in
/// that parsers have stumbled over before.
public final class Mutations {
    /// What is put in beside random bytes.
    private static final List<String> WORDS =
            List.of(
                    "NaN",
                    "Infinity",
                    "-1",
                    "-0",
                    "1e400",
                    "1E-9",
                    "9223372036854775807",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "99999999999999999999999999",
                    "1.000000001",
                    "1723161255",
                    "1723161255611",
                    "1723161255611999",
                    "1723161255611999000",
                    "null",
                    "true",
                    "\"\"",
                    "{}",
                    "[]",
                    "[[[[[[[[",
                    "{\"a\":{\"a\":{\"a\":",
                    "\\u0000",
                    "\\ud800",
                    "\u0000",
                    "\u009b31m",
                    "\u202e",
                    "../",
                    "..\\",
                    "%2e%2e%2f",
                    "/etc/passwd",
                    "币安人生USDT",
                    "٣٤",
                    "@2",
                    "=",
                    "\r\n",
                    "\ufeff",
                    " ");

    /// Most places that one mutation damages.
    private static final int MAX_PLACES = 4;

    /// Most that a piece is repeated.
    private static final int MAX_REPEATS = 64;

    private final RandomGenerator random;
    private final List<byte[]> samples;

    public Mutations(RandomGenerator random, List<byte[]> samples) {
        this.random = random;
        this.samples = List.copyOf(samples);
    }

    public static Mutations of(RandomGenerator random, String... samples) {
        return new Mutations(
                random,
                List.of(samples).stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /// A sample with some damage, or now and then without.
    public byte[] next() {
        byte[] bytes = sample();
        for (int places = random.nextInt(MAX_PLACES + 1); places > 0; places--) {
            bytes = damaged(bytes);
        }
        return bytes;
    }

    /// The same as text; what is no UTF-8 becomes U+FFFD.
    public String nextText() {
        return new String(next(), StandardCharsets.UTF_8);
    }

    private byte[] damaged(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(1 + random.nextInt(40)));
        return switch (random.nextInt(9)) {
            case 0 -> splice(bytes, from, from, new byte[] {(byte) random.nextInt()});
            case 1 -> splice(bytes, from, to, new byte[0]);
            case 2 -> splice(bytes, from, bytes.length, new byte[0]);
            case 3 -> splice(bytes, from, from, piece(bytes));
            case 4 -> splice(bytes, from, to, piece(sample()));
            case 5 -> splice(bytes, from, from, word());
            case 6 -> splice(bytes, from, to, word());
            case 7 -> valueReplaced(bytes);
            default -> {
                byte[] changed = bytes.clone();
                if (from < bytes.length) {
                    changed[from] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield changed;
            }
        };
    }

    /// Puts a word where a JSON value stands: the most telling place.
    private byte[] valueReplaced(byte[] bytes) {
        int start = random.nextInt(bytes.length + 1);
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == ':') {
                int end = i + 1;
                while (end < bytes.length && ",}]".indexOf(bytes[end]) < 0) {
                    end++;
                }
                return splice(bytes, i + 1, end, word());
            }
        }
        return bytes;
    }

    private byte[] piece(byte[] of) {
        int from = random.nextInt(of.length + 1);
        int length = Math.min(of.length - from, random.nextInt(80));
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        int times = random.nextInt(8) == 0 ? random.nextInt(MAX_REPEATS) : 1;
        for (int i = 0; i < times; i++) {
            piece.write(of, from, length);
        }
        return piece.toByteArray();
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sample() {
        return samples.get(random.nextInt(samples.size()));
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] instead) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + instead.length);
        spliced.write(bytes, 0, from);
        spliced.writeBytes(instead);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }
}
