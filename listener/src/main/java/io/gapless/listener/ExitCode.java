package io.gapless.listener;

/// How the listener's process ends.
public enum ExitCode {
    /// Told to stop; everything that was received is archived.
    STOPPED(0),
    /// Something happened that cannot happen. What was held is written as far as it went; a new
    /// process may well work.
    FAILED(1),
    /// The configuration is wrong.
    WRONG_CONFIGURATION(2),
    /// The configuration is right, and it cannot work here: unknown symbols, a region that the
    /// exchange does not serve, a missing bucket or table, an exchange or a store that does not answer.
    CANNOT_WORK_HERE(3),
    /// Told to stop, and the stop timeout passed before everything was archived. The log names the
    /// ids; the repair fetches them.
    STOPPED_TOO_EARLY(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// What the operating system is told.
    public int number() {
        return number;
    }
}
