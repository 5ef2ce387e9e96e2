package io.gapless.local.run;

import java.io.PrintWriter;
import java.time.Duration;

/// Prints what happens, a line each, with the time since the start: the same in a terminal and in a pipe.
public final class Story {
    private final PrintWriter out;
    private final long startedAt = System.nanoTime();

    public Story(PrintWriter out) {
        this.out = out;
    }

    public synchronized void tell(String text) {
        Duration since = Duration.ofNanos(System.nanoTime() - startedAt);
        out.printf("%02d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), text);
        out.flush();
    }

    public synchronized void print(String text) {
        out.println(text);
        out.flush();
    }
}
