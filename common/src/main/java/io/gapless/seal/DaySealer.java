package io.gapless.seal;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.PutOutcome;
import io.gapless.batch.BatchKey;
import io.gapless.batch.ByteSource;
import io.gapless.batch.CorruptBatchException;
import io.gapless.batch.SealedKey;
import io.gapless.batch.SealedReader;
import io.gapless.batch.SealedWriter;
import io.gapless.batch.TradeStream;
import io.gapless.seal.Certificate.SealedObject;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Seals one day: plan ▶ write ▶ prove ▶ publish ▶ certify.
///
/// Each step is found done by whoever comes later: everything it makes is created once, under keys that
/// the plan fixes. It may die anywhere, and any number may run at once. It deletes nothing: the parts
/// stay. Used by one thread.
public final class DaySealer {
    /// Times that the day is looked at anew because somebody else was faster.
    static final int MAX_LOOKS = 8;

    private final SealPorts ports;
    private final Certifier certifier;

    /// @param tool what certificates name as their maker
    public DaySealer(SealPorts ports, String tool) {
        this.ports = ports;
        this.certifier = new Certifier(ports, tool);
    }

    /// Somebody else has got further meanwhile: look again.
    static final class LookAgain extends RuntimeException {
        LookAgain(String why) {
            super(why);
        }
    }

    /// Seals a day if it is complete, and certifies it.
    ///
    /// @param deadline when to give up fetching a dump
    /// @throws io.gapless.archive.StorageUnavailableException when a store does not answer; the next
    ///     run goes on
    /// @throws IOException when there is no room for the draft
    public SealOutcome seal(Symbol symbol, LocalDate date, Instant deadline)
            throws IOException, InterruptedException {
        Set<BatchKey> voids = new HashSet<>();
        String why = "";
        for (int look = 0; look < MAX_LOOKS; look++) {
            try {
                return look(symbol, date, deadline, voids);
            } catch (PartStream.VoidPart found) {
                why = String.valueOf(found.getMessage());
                voids.add(found.key());
            } catch (LookAgain again) {
                why = String.valueOf(again.getMessage());
            } catch (CorruptBatchException | UnreadableException wrong) {
                return new SealOutcome.Wrong(String.valueOf(wrong.getMessage()));
            } catch (SameRows.DifferentException wrong) {
                return new SealOutcome.Wrong(String.valueOf(wrong.getMessage()));
            }
        }
        return new SealOutcome.NotYet(why);
    }

    private SealOutcome look(Symbol symbol, LocalDate date, Instant deadline, Set<BatchKey> voids)
            throws IOException, InterruptedException {
        Instant now = ports.clock().instant();
        Optional<Checkpoint> checkpoint = ports.checkpoints().read(symbol);
        if (checkpoint.isEmpty()) {
            return new SealOutcome.NotYet("there is no checkpoint");
        }
        DayParts parts = DayParts.list(ports.archive(), symbol, date, checkpoint.get().stored());
        for (BatchKey found : voids) {
            parts = parts.without(found);
        }
        DayRecords records = DayRecords.list(ports.archive(), symbol, date);
        Optional<Certificate> newest = records.newestCertificate();
        SealedDay sealed = sealed(symbol, date, newest);
        Optional<String> problem =
                parts.problems().stream()
                        .findFirst()
                        .or(() -> sealed.problems().stream().findFirst());
        if (problem.isPresent()) {
            return new SealOutcome.Wrong(problem.get());
        }
        if (newest.isPresent() && isCurrent(newest.get(), parts, sealed, now)) {
            return new SealOutcome.Unchanged(newest.get());
        }
        Coverage later = later(symbol, date);
        return switch (judge(checkpoint.get(), parts, later, now)) {
            case DayState.Open(var why) -> new SealOutcome.NotYet(why);
            case DayState.Empty() -> new SealOutcome.Nothing();
            case DayState.Complete complete -> {
                Coverage lacking =
                        new Neighbours(ports.archive(), checkpoint.get().stored())
                                .lacking(parts, complete, later);
                yield lacking.isEmpty()
                        ? seal(
                                new Day(symbol, date, parts, records, newest, complete),
                                sealed,
                                deadline)
                        : new SealOutcome.Wrong(
                                "%s %s: the checkpoint has %s as archived, and no object holds it"
                                        .formatted(symbol, date, lacking));
            }
        };
    }

    /// One day as it was found.
    record Day(
            Symbol symbol,
            LocalDate date,
            DayParts parts,
            DayRecords records,
            Optional<Certificate> newest,
            DayState.Complete state) {}

    private SealedDay sealed(Symbol symbol, LocalDate date, Optional<Certificate> newest) {
        Set<SealedKey> vouched =
                newest.stream()
                        .flatMap(certificate -> certificate.sealed().stream())
                        .map(SealedObject::key)
                        .collect(Collectors.toSet());
        return SealedDay.list(ports.archive(), ports.objects(), symbol, date, vouched);
    }

    private boolean isCurrent(Certificate newest, DayParts parts, SealedDay sealed, Instant now) {
        return newest.rows().ids().equals(parts.ids())
                && newest.sealed().stream().map(SealedObject::key).toList().equals(sealed.rows())
                && !certifier.mayCompare(newest, now);
    }

    private DayState judge(Checkpoint checkpoint, DayParts parts, Coverage later, Instant now) {
        Coverage held = parts.ids();
        DayState state =
                DayJudge.judge(checkpoint, parts.date(), held, later, OptionalLong.empty(), now);
        boolean mayBeTheLast =
                state instanceof DayState.Open
                        && held.span().isPresent()
                        && checkpoint.lastTaken().orElse(-1) == held.span().get().last();
        return mayBeTheLast
                ? DayJudge.judge(
                        checkpoint,
                        parts.date(),
                        held,
                        later,
                        ports.newest().of(parts.symbol()),
                        now)
                : state;
    }

    /// Ids in the next objects behind those of the date.
    private Coverage later(Symbol symbol, LocalDate date) {
        Optional<String> behind = Optional.of(BatchKey.prefix(symbol, date) + "~");
        return Coverage.of(
                ports.archive().list(BatchKey.prefix(symbol), behind).entries().stream()
                        .flatMap(entry -> key(entry.key()).stream())
                        .map(BatchKey::range)
                        .toList());
    }

    private static Optional<BatchKey> key(String text) {
        try {
            return Optional.of(BatchKey.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private SealOutcome seal(Day day, SealedDay sealed, Instant deadline)
            throws IOException, InterruptedException {
        Coverage ids = day.state().ids();
        Coverage strange = sealed.ids().minus(ids);
        if (!strange.isEmpty()) {
            return new SealOutcome.Wrong(
                    "%s %s: %s is sealed, and no object under trades/ has it"
                            .formatted(day.symbol(), day.date(), strange));
        }
        Coverage unsealed = ids.minus(sealed.ids());
        Optional<DayRows> proved = Optional.empty();
        SealedDay result = sealed;
        if (!unsealed.isEmpty()) {
            if (unsealed.rangeCount() > SealPlan.MAX_OBJECTS) {
                return new SealOutcome.Wrong(
                        "%s %s is in %d pieces, more than %d"
                                .formatted(
                                        day.symbol(),
                                        day.date(),
                                        unsealed.rangeCount(),
                                        SealPlan.MAX_OBJECTS));
            }
            SealPlan plan = new Planner(ports).plan(day, sealed, unsealed);
            for (SealedKey key : plan.keys()) {
                if (!sealed.has(key)) {
                    DayRows rows = publish(plan, key, day.parts());
                    proved = Optional.of(rows).filter(all -> all.ids().equals(ids));
                }
            }
            result = sealed(day.symbol(), day.date(), day.newest());
            if (!result.ids().equals(ids)) {
                throw new LookAgain("somebody else is sealing the day");
            }
        }
        return certifier.certify(day, result, proved, deadline);
    }

    /// @return what the rows add up to
    private DayRows publish(SealPlan plan, SealedKey key, DayParts parts) throws IOException {
        try (Drafts.Draft draft = ports.drafts().create()) {
            write(key, parts, draft.out());
            ByteSource bytes = draft.bytes();
            DayRows rows =
                    SameRows.of(key.toString(), new SealedReader(key, bytes), rows(parts, key));
            if (!plan.isOpen(ports.clock().instant())) {
                throw new LookAgain("the plan of " + plan.sealedOn() + " is out of time");
            }
            // Whoever was faster has put the same rows: whatever lies there is read back and
            // compared before it is certified.
            PutOutcome _ =
                    ports.objects()
                            .put(
                                    key.toString(),
                                    bytes,
                                    Map.of(
                                            "kind",
                                            "sealed",
                                            "trades",
                                            Long.toString(rows.count())));
            return rows;
        }
    }

    private void write(SealedKey key, DayParts parts, OutputStream out) throws IOException {
        try (out) {
            SealedWriter writer = new SealedWriter(key, out);
            TradeStream rows = rows(parts, key);
            for (Optional<TradeColumns> next = rows.next(); next.isPresent(); next = rows.next()) {
                writer.add(next.get());
            }
            writer.finish();
        }
    }

    private TradeStream rows(DayParts parts, SealedKey key) {
        return new PartStream(ports.archive(), ports.fetchers(), parts.within(key.range()));
    }
}
