package io.gapless.local.folder;

import io.gapless.archive.Archive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Puts objects of a given size until it is killed or has put as many as it should, and prints what
/// became of each, then how many are listed.
final class FolderWriterMain {
    /// The object of this number has a symbol that ASCII cannot spell.
    static final int BEYOND_ASCII = 99_999;

    private FolderWriterMain() {}

    static byte[] body(int number, int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) number);
        return body;
    }

    static String key(int number) {
        String symbol = number == BEYOND_ASCII ? "币安人生USDT" : "BTCUSDT";
        return "trades/symbol=%s/date=2026-01-01/%05d.parquet".formatted(symbol, number);
    }

    /// @param args root, first number, how many, bytes of each
    public static void main(String[] args) {
        Archive archive = new FolderArchive(Path.of(args[0]), Instant::now);
        int first = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        int bytes = Integer.parseInt(args[3]);
        for (int i = first; i < first + count; i++) {
            int number = i;
            say(i + " ", () -> archive.put(key(number), body(number, bytes), Map.of()));
        }
        say("listed ", () -> archive.list("", Optional.empty()).entries().size());
    }

    private static void say(String what, Supplier<Object> call) {
        String outcome;
        try {
            outcome = call.get().toString();
        } catch (RuntimeException e) {
            outcome = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        System.out.println(what + outcome);
        System.out.flush();
    }
}
