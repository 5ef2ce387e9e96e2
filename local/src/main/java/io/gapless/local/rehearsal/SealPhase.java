package io.gapless.local.rehearsal;

import io.gapless.seal.Certificate;
import io.gapless.seal.DumpComparison;
import io.gapless.seal.SealOutcome;
import io.gapless.seal.SealPorts;
import io.gapless.seal.SealReport;
import io.gapless.seal.Sealing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Seals the days of history: the first half while the dumps are as they were, all of them once these are rewritten;
/// and holds what the certificates say of the dumps against what was done to them. One thread.
final class SealPhase {
    private final RehearsalSettings settings;
    private final Map<String, PlannedDay> plan = new HashMap<>();
    private final Complaints complaints;
    private long renewed;

    SealPhase(RehearsalSettings settings, List<PlannedDay> days, Complaints complaints) {
        this.settings = settings;
        this.complaints = complaints;
        days.forEach(day -> plan.put(day.symbol() + " " + day.date(), day));
    }

    /// Days that have a second certificate, because their dump can be read at last.
    long renewed() {
        return renewed;
    }

    /// The last day that is sealed before the dumps are rewritten.
    private LocalDate middle() {
        return settings.firstDay().plusDays((settings.days() - 1) / 2);
    }

    private boolean isEarly(LocalDate date) {
        return !date.isAfter(middle());
    }

    /// The dumps are as they were published first.
    void early(SealPorts ports, Progress progress) throws InterruptedException {
        run(ports, middle(), progress, false);
    }

    /// The dumps are rewritten.
    void late(SealPorts ports, Progress progress) throws InterruptedException {
        run(ports, settings.lastDay(), progress, true);
    }

    private void run(SealPorts ports, LocalDate last, Progress progress, boolean rewritten)
            throws InterruptedException {
        long days = settings.firstDay().datesUntil(last.plusDays(1)).count();
        progress.begin("days", days * settings.symbols().size());
        SealReport report =
                new Sealing(ports)
                        .run(
                                settings.symbols()::contains,
                                settings.firstDay(),
                                last,
                                Instant.MAX,
                                new Told(progress, rewritten)::day);
        progress.end();
        if (report.days().size() != days * settings.symbols().size()) {
            complaints.add(
                    "%d days were looked at for sealing instead of %d"
                            .formatted(report.days().size(), days * settings.symbols().size()));
        }
    }

    /// Hears of each day of one run.
    private final class Told {
        private final Progress progress;
        private final boolean rewritten;
        private long done;

        Told(Progress progress, boolean rewritten) {
            this.progress = progress;
            this.rewritten = rewritten;
        }

        void day(SealReport.Day day) {
            String name = day.symbol() + " " + day.date();
            PlannedDay planned = plan.get(name);
            if (planned != null) {
                check(name, planned, day.outcome());
            }
            progress.at(++done);
        }

        private void check(String name, PlannedDay planned, SealOutcome outcome) {
            boolean wasSealed = rewritten && isEarly(planned.date());
            switch (outcome) {
                case SealOutcome.Certified(var certificate, var _) -> {
                    renewed += wasSealed ? 1 : 0;
                    check(name, planned, certificate);
                }
                case SealOutcome.Unchanged(var certificate) -> {
                    if (!wasSealed) {
                        complaints.add(name + " was sealed already");
                    }
                    check(name, planned, certificate);
                }
                case SealOutcome.Nothing() -> complaints.add(name + " has no trades");
                case SealOutcome.NotYet(var why) ->
                        complaints.add(name + " was not sealed: " + why);
                case SealOutcome.Wrong(var problem) -> complaints.add(problem);
            }
        }

        private void check(String name, PlannedDay planned, Certificate certificate) {
            DumpComparison.Verdict expected =
                    rewritten ? planned.verdict(isEarly(planned.date())) : planned.firstVerdict();
            DumpComparison dump = certificate.dump();
            long conflicts = dump.differing().size() + dump.extra().size();
            boolean isConflict = expected == DumpComparison.Verdict.CONFLICT;
            if (dump.verdict() != expected || conflicts != (isConflict ? planned.conflicts() : 0)) {
                complaints.add(
                        "%s: the certificate calls the dump \"%s\" with %d conflicts %s, and it is \"%s\" with %d"
                                .formatted(
                                        name,
                                        dump.verdict().word(),
                                        conflicts,
                                        dump.why(),
                                        expected.word(),
                                        isConflict ? planned.conflicts() : 0));
            }
        }
    }
}
