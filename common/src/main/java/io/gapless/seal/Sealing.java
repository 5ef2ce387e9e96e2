package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Seals every day of a span that is complete and not sealed yet, oldest first. Used by one thread.
public final class Sealing {
    /// Days back that a nightly run looks at: complete days are sealed the night after, and repairs of
    /// those before have this long to be noticed.
    public static final int NIGHTLY_DAYS = 7;

    /// What certificates name as their maker.
    public static final String TOOL =
            "gapless "
                    + Optional.ofNullable(Sealing.class.getPackage().getImplementationVersion())
                            .orElse("0.1");

    /// Most dates with trades in a span: over twenty years.
    static final int MAX_DATES = 8_000;

    private static final int DATE_LENGTH = "2026-01-01".length();

    private final SealPorts ports;
    private final DaySealer sealer;

    public Sealing(SealPorts ports) {
        this.ports = ports;
        this.sealer = new DaySealer(ports, TOOL);
    }

    /// The days before today, [#NIGHTLY_DAYS] of them.
    public SealReport nightly(
            Predicate<Symbol> which, Instant deadline, Consumer<SealReport.Day> told)
            throws InterruptedException {
        LocalDate today = LocalDate.ofInstant(ports.clock().instant(), ZoneOffset.UTC);
        return run(which, today.minusDays(NIGHTLY_DAYS), today.minusDays(1), deadline, told);
    }

    /// @param from the first date
    /// @param to the last date
    /// @param deadline no day is begun after this
    /// @param told hears of each day when it is done
    /// @throws InterruptedException when the thread is to end
    public SealReport run(
            Predicate<Symbol> which,
            LocalDate from,
            LocalDate to,
            Instant deadline,
            Consumer<SealReport.Day> told)
            throws InterruptedException {
        List<SealReport.Day> days = new ArrayList<>();
        long left = 0;
        long unavailable = 0;
        for (Checkpoint checkpoint : ports.checkpoints().all()) {
            if (!which.test(checkpoint.symbol())) {
                continue;
            }
            for (LocalDate date : dates(checkpoint.symbol(), from, to)) {
                SealOutcome outcome;
                if (!ports.clock().instant().isBefore(deadline)) {
                    left++;
                    continue;
                }
                try {
                    outcome = sealer.seal(checkpoint.symbol(), date, deadline);
                } catch (StorageUnavailableException e) {
                    unavailable++;
                    outcome = new SealOutcome.NotYet(String.valueOf(e.getMessage()));
                } catch (IOException e) {
                    unavailable++;
                    outcome = new SealOutcome.NotYet("there is no room for a draft: " + e);
                }
                SealReport.Day day =
                        new SealReport.Day(
                                checkpoint.symbol(),
                                date,
                                checkpoint.wanted().isFollowed(),
                                outcome);
                days.add(day);
                told.accept(day);
            }
        }
        return new SealReport(days, left, unavailable, ports.clock().instant());
    }

    /// Dates of the span that have objects, ascending: a listing each, however many objects they have.
    private List<LocalDate> dates(Symbol symbol, LocalDate from, LocalDate to) {
        String prefix = BatchKey.prefix(symbol);
        List<LocalDate> dates = new ArrayList<>();
        String after = prefix + "date=" + from;
        for (int i = 0; i < MAX_DATES; i++) {
            Optional<LocalDate> next =
                    ports.archive().list(prefix, Optional.of(after)).entries().stream()
                            .map(Archive.Entry::key)
                            .flatMap(key -> date(prefix, key).stream())
                            .findFirst();
            if (next.isEmpty() || next.get().isAfter(to)) {
                break;
            }
            dates.add(next.get());
            after = BatchKey.prefix(symbol, next.get()) + "~";
        }
        return dates;
    }

    private static Optional<LocalDate> date(String prefix, String key) {
        int start = prefix.length() + "date=".length();
        try {
            return key.length() < start + DATE_LENGTH
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(key.substring(start, start + DATE_LENGTH)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
