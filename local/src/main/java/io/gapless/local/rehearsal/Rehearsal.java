package io.gapless.local.rehearsal;

import io.gapless.backfill.History;
import io.gapless.exchange.dump.DumpStrikes;
import io.gapless.local.bench.ProcessSample;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.RepairLoop;
import io.gapless.local.run.Repairer;
import io.gapless.local.run.RunSettings;
import io.gapless.local.run.Story;
import io.gapless.local.run.Termination;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Plays everything: a past from bad dumps, a live run that is killed, repairs, seals, certificates and queries; and
/// says what came of it.
public final class Rehearsal {
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLAIM_LIFE = Duration.ofSeconds(5);
    private static final Duration REPAIR_EVERY = Duration.ofSeconds(3);
    private static final Duration REPAIR_BUDGET = Duration.ofSeconds(50);
    private static final int WEIGHT_PER_MINUTE = 5_000;

    private final RehearsalSettings settings;
    private final Story story;
    private final Progress progress;
    private final Complaints complaints = new Complaints();
    private final long begun = System.nanoTime();

    /// @param out for the story
    /// @param progress hears how far each phase is
    public Rehearsal(RehearsalSettings settings, PrintWriter out, Progress progress) {
        this.settings = settings;
        this.story = new Story(out);
        this.progress = progress;
    }

    /// Plays it, and leaves no process behind.
    ///
    /// @throws InterruptedException when the process is told to end
    /// @throws IOException when the folder cannot be used
    public RehearsalOutcome run() throws InterruptedException, IOException {
        Termination termination = new Termination();
        termination.tell(Thread.currentThread()::interrupt);
        Place.Folder place = new Place.Folder(settings.archive());
        try (TradedYear year = TradedYear.open(settings);
                Stores stores = Stores.open(place, Map.of(), Clock.systemUTC())) {
            return run(year, stores, place);
        } catch (RuntimeException e) {
            // Whatever was at work when it was told to end says so in its own way.
            if (termination.isTold()) {
                throw new InterruptedException();
            }
            throw e;
        } finally {
            progress.end();
            termination.close();
        }
    }

    private RehearsalOutcome run(TradedYear year, Stores stores, Place.Folder place)
            throws InterruptedException, IOException {
        story.tell(
                "%d days of %d symbols, from %s to %s; seed %d, everything in %s"
                        .formatted(
                                settings.days(),
                                settings.symbols().size(),
                                settings.firstDay(),
                                settings.lastDay(),
                                settings.seed(),
                                settings.folder()));
        List<PlannedDay> plan = DefectPlan.of(settings);
        DefectPlan.publish(year.exchange(), plan, false);
        Repairing repairing = new Repairing(settings, year, stores, CLAIM_LIFE, WEIGHT_PER_MINUTE);
        History history = repairing.beside();
        HistoryPhase past = new HistoryPhase(settings, year, history, plan, complaints);
        SealPhase seals = new SealPhase(settings, plan, complaints);
        Checks checks = new Checks(settings, year, stores, past::firstId, complaints);
        LiveTrading live =
                new LiveTrading(
                        settings,
                        year,
                        runSettings(year, place),
                        stores.checkpoints(),
                        story::tell,
                        complaints);
        try {
            live.start();
            story.tell("the past is brought in from the dumps, what they lack from REST");
            past.bringIn(progress);
            RepairLoop repairs =
                    new RepairLoop(
                            Repairer.of(history.backfill(), REPAIR_BUDGET), REPAIR_EVERY, _ -> {});
            repairs.start();
            try {
                story.tell("the past is in, the repair runs every 3 s; the first half is sealed");
                checks.seal(seals::early, progress);
                rewriteDumps(year, plan);
                live.finish();
            } finally {
                repairs.end();
            }
            repairs.failure().ifPresent(e -> complaints.add("the repair failed: " + e));
        } finally {
            live.abandon();
        }
        story.tell(
                "trading is over, killed %d times; what is missing is fetched"
                        .formatted(live.kills()));
        repairing.finish(complaints);
        story.tell("each dump, as it is now, is compared with the archive");
        long reported = past.compare(progress);
        story.tell("%d contradictions reported; all days are sealed".formatted(reported));
        checks.seal(seals::late, progress);
        Played played = new Played(year, plan, past, live, seals, checks, reported);
        RehearsalOutcome outcome = conclude(played);
        if (settings.sabotage() == Sabotage.none || !outcome.holds()) {
            return outcome;
        }
        story.print(outcome.sentence());
        story.tell(
                new Saboteur(settings.archive())
                        .harm(
                                settings.sabotage(),
                                settings.symbols().getFirst(),
                                settings.firstDay().plusDays(1)));
        return conclude(played);
    }

    /// Everything that took part, once it is over.
    ///
    /// @param reported rows of dumps that were told to contradict the archive
    private record Played(
            TradedYear year,
            List<PlannedDay> plan,
            HistoryPhase past,
            LiveTrading live,
            SealPhase seals,
            Checks checks,
            long reported) {}

    private RehearsalOutcome conclude(Played played) throws InterruptedException, IOException {
        story.tell("every object is read back, every certificate checked");
        long certificates = played.checks().certificates(progress);
        ViewProof.Result stored = played.checks().objects(progress);
        story.tell("the views are asked, before and after the sealed objects are in effect");
        ViewProof.Result views = played.checks().views(progress).orWorse(stored);
        ViewProof.Holes holes = played.checks().holes();
        if (holes.holes() == 0) {
            complaints.add("the listener was killed, and no gap came of it");
        }
        DumpStrikes strikes = played.year().exchange().dumpStrikes();
        for (Defect defect : Defect.values()) {
            if (defect.days(strikes) == 0) {
                complaints.add(
                        "no dump was %s: nothing is proved of that".formatted(defect.title()));
            }
        }
        return new RehearsalOutcome(
                settings.days(),
                settings.symbols().size(),
                views,
                played.plan().stream().mapToLong(PlannedDay::conflicts).sum(),
                played.reported(),
                played.seals().renewed(),
                certificates,
                played.live().kills(),
                holes,
                strikes,
                played.past().daysInMillis(),
                played.past().daysInMicros(),
                Duration.ofNanos(System.nanoTime() - begun),
                peakMemory(),
                complaints.told(),
                complaints.count());
    }

    private void rewriteDumps(TradedYear year, List<PlannedDay> plan) {
        year.exchange().faults().clear();
        DefectPlan.publish(year.exchange(), plan, true);
        story.tell("the dumps are rewritten");
    }

    private RunSettings runSettings(TradedYear year, Place.Folder place) {
        return new RunSettings(
                settings.symbols(),
                settings.folder(),
                place,
                Map.of(),
                year.exchange().streamUrl(),
                year.exchange().restUrl(),
                FLUSH_INTERVAL,
                CLAIM_LIFE,
                Repairing.NEVER_STALE,
                REPAIR_EVERY,
                WEIGHT_PER_MINUTE);
    }

    private static OptionalLong peakMemory() {
        try {
            return OptionalLong.of(ProcessSample.of(ProcessHandle.current().pid(), 0).rssPeak());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
