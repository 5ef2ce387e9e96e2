package io.gapless.local.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far a command is: a bar in a terminal, a line now and then in a pipe.
///
/// Used by one thread.
final class ProgressDisplay implements AutoCloseable {
    /// Between two lines in a pipe.
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    private final String what;
    private final PrintWriter lines;
    private final Optional<Long> total;
    private final @Nullable ProgressBar bar;
    private final long begunAt = System.nanoTime();
    private long printedAt = begunAt;
    private long last;
    private boolean closed;

    private ProgressDisplay(String what, Optional<Long> total, PrintWriter lines) {
        this.what = what;
        this.total = total;
        this.lines = lines;
        this.bar = isTerminal() ? bar(what, total) : null;
    }

    /// Counts something of which nobody knows how much there is.
    static ProgressDisplay counting(String what, PrintWriter lines) {
        return new ProgressDisplay(what, Optional.empty(), lines);
    }

    /// Counts up to a total.
    static ProgressDisplay upTo(long total, String what, PrintWriter lines) {
        return new ProgressDisplay(what, Optional.of(total), lines);
    }

    /// So much is done.
    void at(long done) {
        last = done;
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long now = System.nanoTime();
        if (now - printedAt >= LINE_EVERY.toNanos()) {
            printedAt = now;
            print();
        }
    }

    /// A word about what it is doing, beside the bar or as a line.
    void note(String text) {
        if (bar != null) {
            bar.setExtraMessage(" " + text);
        } else {
            lines.println(text);
            lines.flush();
        }
    }

    /// Takes the bar away, before something else is printed.
    void finish() {
        if (closed) {
            return;
        }
        closed = true;
        if (bar != null) {
            bar.close();
        }
    }

    @Override
    public void close() {
        finish();
    }

    private void print() {
        lines.println(
                total.map(t ->
                                "%,d of %,d %s (%d %%)%s"
                                        .formatted(
                                                last,
                                                t,
                                                what,
                                                100 * last / Math.max(1, t),
                                                remaining(t)))
                        .orElseGet(() -> "%,d %s".formatted(last, what)));
        lines.flush();
    }

    /// The rate so far, and what is left at that rate.
    private String remaining(long t) {
        double seconds = (System.nanoTime() - begunAt) / 1e9;
        double rate = last / seconds;
        return rate < 1
                ? ""
                : ", %,.0f/s, %s left"
                        .formatted(rate, Duration.ofSeconds(Math.round((t - last) / rate)));
    }

    private static ProgressBar bar(String what, Optional<Long> total) {
        return new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total.orElse(-1L))
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
    }

    // The console provider may be chosen away, and then there is none.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
