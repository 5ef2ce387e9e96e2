package io.gapless.simulation;

import java.util.Locale;

/// Numbers for people.
final class Numbers {
    private static final double KILOBYTE = 1e3;
    private static final double MEGABYTE = 1e6;

    private Numbers() {}

    static String count(long number, String of) {
        return "%s %s%s".formatted(text(number), of, number == 1 ? "" : "s");
    }

    static String text(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// To two digits: what a newer codec saves or takes in the third one is no change of behaviour.
    static String bytes(double bytes) {
        return bytes < 0.95 * MEGABYTE
                ? "%.0f kB".formatted(twoDigits(bytes / KILOBYTE))
                : String.format(Locale.ROOT, "%.1f MB", twoDigits(bytes / MEGABYTE));
    }

    private static double twoDigits(double number) {
        if (number <= 0) {
            return 0;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(number)) - 1);
        return Math.round(number / unit) * unit;
    }
}
