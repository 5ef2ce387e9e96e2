package io.gapless.dump;

/// What there is of a day.
public sealed interface DumpDay {
    /// It is published, and its bytes are those of its checksum. Close the dump after use.
    record Published(DailyDump dump) implements DumpDay {}

    /// There is no such file, or it has no checksum yet. It may come: usually some hours after midnight
    /// UTC, at times days later.
    record NotPublished(DumpFile file) implements DumpDay {}

    /// There is one, and it cannot be used: a wrong checksum, not a zip, too large.
    ///
    /// @param why for people
    record Broken(DumpFile file, String why) implements DumpDay {}

    /// The host, the way to it, this machine's disk or the time did not allow it. Says nothing about
    /// the file; try again.
    ///
    /// @param why for people
    record Unavailable(DumpFile file, String why) implements DumpDay {}
}
