package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.backfill.repair.DayReport.Ending;
import io.gapless.dump.BrokenDumpException;
import io.gapless.dump.DailyDump;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpFile;
import io.gapless.dump.DumpHistory;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Fetches the dump of a day and archives what is wanted of it. One thread.
final class DayWork {
    private final Archive archive;
    private final DumpHistory dumps;
    private final RepairWrites writes;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Instant deadline;

    DayWork(
            Archive archive,
            DumpHistory dumps,
            RepairWrites writes,
            InstantSource clock,
            RandomGenerator random,
            Instant deadline) {
        this.archive = archive;
        this.dumps = dumps;
        this.writes = writes;
        this.clock = clock;
        this.random = random;
        this.deadline = deadline;
    }

    /// What came of a day.
    ///
    /// @param stopped why everything must end with it
    record Done(DayReport report, Optional<Stopped> stopped) {}

    /// @param mostCompared rows that are archived already are compared with the archived ones if these lie in
    ///     no more objects than that
    Done day(Symbol symbol, LocalDate date, int mostCompared) throws InterruptedException {
        DumpFile file = new DumpFile(symbol, date);
        if (clock.instant().isBefore(endOf(date))) {
            return nothing(file, Ending.NOT_PUBLISHED, date + " is not over");
        }
        return switch (dumps.day(symbol, date, deadline)) {
            case DumpDay.NotPublished _ ->
                    nothing(file, Ending.NOT_PUBLISHED, file + " is not published");
            case DumpDay.Broken(var _, var why) -> nothing(file, Ending.BROKEN, why);
            case DumpDay.Unavailable(var _, var why) -> nothing(file, Ending.UNAVAILABLE, why);
            case DumpDay.Published(var dump) -> {
                try (dump) {
                    yield read(dump, mostCompared);
                }
            }
        };
    }

    private Done read(DailyDump dump, int mostCompared) throws InterruptedException {
        DayTally tally = new DayTally();
        try {
            new DumpFill(archive, writes, clock, random, deadline, dump, mostCompared, tally)
                    .fill();
            return done(dump, Ending.DONE, "", tally, Optional.empty());
        } catch (BrokenDumpException e) {
            String why = String.valueOf(e.getMessage());
            return done(dump, Ending.BROKEN, why, tally, Optional.empty());
        } catch (Stopped e) {
            Ending ending =
                    e.ending() == RepairReport.Ending.OUT_OF_TIME
                            ? Ending.OUT_OF_TIME
                            : Ending.UNAVAILABLE;
            return done(dump, ending, e.sentence(), tally, Optional.of(e));
        }
    }

    private static Done nothing(DumpFile file, Ending ending, String sentence) {
        return new Done(
                new DayReport(
                        file,
                        ending,
                        sentence,
                        Optional.empty(),
                        DayReport.Read.NOTHING,
                        List.of()),
                Optional.empty());
    }

    private static Done done(
            DailyDump dump,
            Ending ending,
            String sentence,
            DayTally tally,
            Optional<Stopped> stopped) {
        return new Done(
                new DayReport(
                        dump.file(),
                        ending,
                        sentence,
                        Optional.of(dump.sha256()),
                        tally.read(),
                        List.of()),
                stopped);
    }

    /// The first moment at which a date is over.
    static Instant endOf(LocalDate date) {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
