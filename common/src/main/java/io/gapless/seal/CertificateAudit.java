package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.LargeObjects;
import io.gapless.batch.BatchKey;
import io.gapless.batch.ByteSource;
import io.gapless.batch.CorruptBatchException;
import io.gapless.batch.SealedKey;
import io.gapless.seal.Certificate.SealedObject;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/// Checks certificates against what is there: takes every digest anew from `trades/` and from `sealed/`.
/// Asks no exchange and writes nothing.
public final class CertificateAudit {
    private final Archive archive;
    private final LargeObjects objects;
    private final Optional<Checkpoints> checkpoints;
    private final Executor fetchers;

    /// @param checkpoints to tell voids from batches without reading them; empty works as well
    /// @param fetchers fetch parts ahead
    public CertificateAudit(
            Archive archive,
            LargeObjects objects,
            Optional<Checkpoints> checkpoints,
            Executor fetchers) {
        this.archive = archive;
        this.objects = objects;
        this.checkpoints = checkpoints;
        this.fetchers = fetchers;
    }

    /// What one certificate turned out to be worth.
    ///
    /// @param problems what is wrong, one sentence each; none if it holds
    public record Finding(DayKeys key, Optional<Certificate> certificate, List<String> problems) {
        public Finding {
            problems = List.copyOf(problems);
        }

        public boolean isSound() {
            return problems.isEmpty();
        }
    }

    /// Checks the newest certificate of a day.
    ///
    /// @param key of that certificate
    public Finding check(DayKeys key) {
        Certificate certificate;
        try {
            certificate =
                    CertificateJson.read(
                            key,
                            archive.get(key.toString())
                                    .orElseThrow(
                                            () -> new UnreadableException(key + " is not there")));
        } catch (UnreadableException e) {
            return new Finding(key, Optional.empty(), List.of(String.valueOf(e.getMessage())));
        }
        List<String> problems = new ArrayList<>();
        checkIds(certificate, problems);
        checkParts(certificate, problems);
        checkSealed(certificate, problems);
        checkNames(certificate, problems);
        return new Finding(key, Optional.of(certificate), problems);
    }

    /// Ids, absent ones and those of neighbouring dates must fill the space between the borders.
    private static void checkIds(Certificate c, List<String> problems) {
        Coverage known = c.rows().ids().plus(c.absentIds()).plus(c.elsewhere());
        long told = c.rows().count() + c.absentIds().size() + c.elsewhere().size();
        if (known.size() != told) {
            problems.add("an id is told twice: in the day, as absent, or as another day's");
        }
        TradeIdRange span = c.rows().ids().span().orElseThrow();
        long first =
                switch (c.before()) {
                    case DayState.Border.Neighbour(var id) -> id + 1;
                    case DayState.Border.FirstWanted(var id) -> id;
                    case DayState.Border.NothingLater _ -> span.first();
                };
        long last =
                switch (c.after()) {
                    case DayState.Border.Neighbour(var id) -> id - 1;
                    case DayState.Border.FirstWanted _, DayState.Border.NothingLater _ ->
                            span.last();
                };
        if (first > span.first() || last < span.last()) {
            problems.add("its borders lie inside its ids " + span);
            return;
        }
        Coverage open = Coverage.of(new TradeIdRange(first, last)).minus(known);
        if (!open.isEmpty()) {
            problems.add("it does not tell what became of " + open);
        }
        c.absent().stream()
                .filter(absent -> absent.evidence().isEmpty())
                .forEach(absent ->
                        problems.add("no evidence that " + absent.ids() + " never existed"));
    }

    private void checkParts(Certificate c, List<String> problems) {
        Coverage stored =
                checkpoints
                        .flatMap(all -> all.read(c.symbol()))
                        .map(Checkpoint::stored)
                        .orElse(c.rows().ids());
        DayParts parts = DayParts.list(archive, c.symbol(), c.date(), stored);
        problems.addAll(parts.problems());
        for (int i = 0; i < DayParts.MAX_PARTS; i++) {
            try {
                List<BatchKey> keys = parts.keys();
                if (keys.isEmpty()) {
                    problems.add("no object under trades/ holds trades of the day");
                    return;
                }
                compare(
                        "under trades/",
                        c.rows(),
                        RowSums.of(new PartStream(archive, fetchers, keys)),
                        problems);
                return;
            } catch (PartStream.VoidPart found) {
                parts = parts.without(found.key());
            } catch (CorruptBatchException | IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private void checkSealed(Certificate c, List<String> problems) {
        List<SealedKey> named = c.sealed().stream().map(SealedObject::key).toList();
        try {
            for (SealedObject object : c.sealed()) {
                ByteSource bytes =
                        objects.open(object.key().toString())
                                .orElseThrow(() ->
                                        new CorruptBatchException(object.key() + " is not there"));
                if (bytes.size() != object.bytes() || !Digests.of(bytes).equals(object.sha256())) {
                    problems.add(object.key() + " is not the object that was certified");
                }
            }
            SealedDay sealed =
                    SealedDay.list(archive, objects, c.symbol(), c.date(), new HashSet<>(named));
            problems.addAll(sealed.problems());
            Set<SealedKey> more = new HashSet<>(sealed.rows());
            named.forEach(more::remove);
            more.forEach(key -> problems.add(key + " is sealed and not certified"));
            if (named.isEmpty()) {
                problems.add("it names no sealed object");
            } else {
                compare("sealed", c.rows(), RowSums.of(SealedDay.stream(objects, named)), problems);
            }
        } catch (CorruptBatchException | IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static void compare(String where, DayRows told, DayRows found, List<String> problems) {
        Coverage missing = told.ids().minus(found.ids());
        Coverage more = found.ids().minus(told.ids());
        if (!missing.isEmpty()) {
            problems.add("%s are certified and not %s".formatted(missing, where));
        }
        if (!more.isEmpty()) {
            problems.add("%s are %s and not certified: seal the day again".formatted(more, where));
        }
        if (!missing.isEmpty() || !more.isEmpty()) {
            return;
        }
        if (!found.canonical().equals(told.canonical())) {
            problems.add(
                    "the trades %s have the digest %s instead of %s"
                            .formatted(where, found.canonical(), told.canonical()));
        } else if (!found.sources().equals(told.sources())
                || found.open() != told.open()
                || found.high() != told.high()
                || found.low() != told.low()
                || found.close() != told.close()
                || !found.volume().equals(told.volume())
                || found.firstTime() != told.firstTime()
                || found.lastTime() != told.lastTime()) {
            problems.add("sources, prices, volume or times are not those of the trades " + where);
        }
    }

    private void checkNames(Certificate c, List<String> problems) {
        c.absent()
                .forEach(absent ->
                        absent.evidence().stream()
                                .filter(key -> archive.get(key).isEmpty())
                                .forEach(key -> problems.add("the evidence " + key + " is gone")));
        String expected =
                c.number() == 1
                        ? ""
                        : new DayKeys(c.symbol(), c.date(), DayKeys.CERTIFICATE, c.number() - 1)
                                .toString();
        if (!c.replaces().orElse("").equals(expected)) {
            problems.add("it does not replace " + (expected.isEmpty() ? "none" : expected));
        }
        c.replaces()
                .filter(key -> archive.get(key).isEmpty())
                .ifPresent(key -> problems.add("the certificate before it, " + key + ", is gone"));
    }

    /// What is wrong between two certified days of a symbol that have no certified day between them.
    public static List<String> border(Certificate earlier, Certificate later) {
        List<String> problems = new ArrayList<>();
        Coverage both = earlier.rows().ids().intersect(later.rows().ids());
        if (!both.isEmpty()) {
            problems.add("%s is in both days".formatted(both));
        }
        if (earlier.after() instanceof DayState.Border.Neighbour(var after)
                && later.before() instanceof DayState.Border.Neighbour(var before)) {
            boolean forth = later.rows().ids().contains(after);
            boolean back = earlier.rows().ids().contains(before);
            if (forth != back || (!forth && after > before)) {
                problems.add(
                        "%s ends before trade %d, and %s begins after trade %d"
                                .formatted(earlier.date(), after, later.date(), before));
            }
        } else if (later.before() instanceof DayState.Border.Neighbour(var before)
                && !earlier.rows().ids().contains(before)
                && before <= earlier.rows().ids().span().orElseThrow().last()) {
            problems.add(
                    "%s begins after trade %d, which is not of %s"
                            .formatted(later.date(), before, earlier.date()));
        }
        return problems;
    }

    /// The newest certificate of each day of a symbol, in the order of their dates.
    public List<DayKeys> newest(Symbol symbol) {
        List<DayKeys> newest = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            Archive.Page page = archive.list(DayKeys.prefix(symbol), after);
            for (Archive.Entry entry : page.entries()) {
                DayKeys.parse(entry.key())
                        .filter(key -> key.kind().equals(DayKeys.CERTIFICATE))
                        .ifPresent(key -> {
                            if (!newest.isEmpty() && newest.getLast().date().equals(key.date())) {
                                newest.removeLast();
                            }
                            newest.add(key);
                        });
            }
            if (!page.more() || page.entries().isEmpty()) {
                return newest;
            }
            after = Optional.of(page.entries().getLast().key());
        }
    }

    /// The symbols that have certificates: a listing for each.
    public List<Symbol> symbols() {
        List<Symbol> symbols = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            Optional<Symbol> next =
                    archive.list(DayKeys.ROOT, after).entries().stream()
                            .flatMap(entry -> DayKeys.parse(entry.key()).stream())
                            .map(DayKeys::symbol)
                            .findFirst();
            if (next.isEmpty()) {
                return symbols;
            }
            symbols.add(next.get());
            after = Optional.of(DayKeys.prefix(next.get()) + "~");
        }
    }
}
