package io.gapless.backfill.repair;

import io.gapless.dump.DumpFile;
import java.util.List;
import java.util.Optional;

/// What came of the dump of one symbol and day.
///
/// @param sentence for people: why it is not done, or empty
/// @param sha256 of the zip that was read
/// @param read what it had, as far as it was read
/// @param notes for people: what else was met, alarms among it
public record DayReport(
        DumpFile file,
        Ending ending,
        String sentence,
        Optional<String> sha256,
        Read read,
        List<String> notes) {
    /// Conflicts listed per day; all are counted.
    public static final int MAX_CONFLICTS = 20;

    public DayReport {
        notes = List.copyOf(notes);
    }

    DayReport withNotes(List<String> met) {
        return new DayReport(file, ending, sentence, sha256, read, met);
    }

    /// How far it came.
    public enum Ending {
        /// All its rows that are wanted are archived.
        DONE,
        /// There is no dump of that day, or not yet.
        NOT_PUBLISHED,
        /// It contradicts its checksum or itself.
        BROKEN,
        /// It could not be fetched; nothing is known about it.
        UNAVAILABLE,
        /// The time was up, or somebody asked to stop; the next run goes on.
        OUT_OF_TIME,
    }

    /// What a dump had.
    ///
    /// @param rows trades in it
    /// @param firstId lowest id, -1 without rows
    /// @param lastId highest id
    /// @param holes ids between them that it has not
    /// @param archived trades archived from it now
    /// @param takenOver trades of dead writers' claims that were finished from it
    /// @param there trades that were archived already
    /// @param unwanted trades that nobody wants, and trades that others are just writing
    /// @param conflictCount rows that contradict archived ones
    /// @param conflicts the first [#MAX_CONFLICTS] of them
    public record Read(
            long rows,
            long firstId,
            long lastId,
            long holes,
            long archived,
            long takenOver,
            long there,
            long unwanted,
            long conflictCount,
            List<Conflict> conflicts) {
        /// Nothing was read.
        public static final Read NOTHING = new Read(0, -1, -1, 0, 0, 0, 0, 0, 0, List.of());

        public Read {
            conflicts = List.copyOf(conflicts);
        }
    }
}
