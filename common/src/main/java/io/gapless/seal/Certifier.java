package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import io.gapless.batch.ByteSource;
import io.gapless.batch.CorruptBatchException;
import io.gapless.batch.SealedKey;
import io.gapless.batch.TradeStream;
import io.gapless.seal.Certificate.Absent;
import io.gapless.seal.Certificate.SealedObject;
import io.gapless.seal.DaySealer.Day;
import io.gapless.seal.DaySealer.LookAgain;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the certificate of a day whose sealed objects are there: reads them back from the store and
/// holds them against the parts once more.
final class Certifier {
    /// Most keys of evidence named for one range of ids; two are what it takes.
    static final int MAX_EVIDENCE = 10;

    private static final Pattern EVIDENCE =
            Pattern.compile("evidence/symbol=[^/]+/(\\d{19})-(\\d{19})/[^/]+");

    private final SealPorts ports;
    private final DumpWitness witness;
    private final String tool;

    Certifier(SealPorts ports, String tool) {
        this.ports = ports;
        this.witness = new DumpWitness(ports.dumps());
        this.tool = tool;
    }

    /// Whether the dump of a certified day may say more by now.
    boolean mayCompare(Certificate newest, Instant now) {
        return newest.dump().verdict().mayChange() && witness.mayHave(newest.date(), now);
    }

    /// @param proved what the parts add up to, if that is known from reading them just now
    /// @throws LookAgain when somebody else has certified something else meanwhile
    SealOutcome certify(Day day, SealedDay sealed, Optional<DayRows> proved, Instant deadline)
            throws InterruptedException {
        DayRows parts =
                proved.orElseGet(() ->
                        RowSums.of(
                                new PartStream(
                                        ports.archive(), ports.fetchers(), day.parts().keys())));
        Supplier<TradeStream> rows = () -> SealedDay.stream(ports.objects(), sealed.rows());
        DayRows stored = RowSums.of(rows.get());
        if (!stored.equals(parts)) {
            return new SealOutcome.Wrong(
                    "%s %s: what is sealed under %s is not equal to its parts. Take it out of use, and look at both"
                            .formatted(day.symbol(), day.date(), sealed.rows()));
        }
        DumpWitness.Looked dump = dump(day, stored, rows, deadline);
        Certificate certificate =
                new Certificate(
                        day.symbol(),
                        day.date(),
                        day.newest().map(Certificate::number).orElse(0) + 1,
                        day.newest().map(before -> before.key().toString()),
                        ports.clock().instant(),
                        stored,
                        absent(day),
                        day.state().elsewhere(),
                        day.state().before(),
                        day.state().after(),
                        sealed.rows().stream().map(this::sealedObject).toList(),
                        dump.comparison(),
                        tool);
        if (day.newest().filter(certificate::saysTheSameAs).isPresent()) {
            return new SealOutcome.Unchanged(day.newest().get());
        }
        PutOutcome outcome =
                ports.archive()
                        .put(
                                certificate.key().toString(),
                                CertificateJson.of(certificate),
                                Map.of("content", "certificate"));
        return switch (outcome) {
            case CREATED -> new SealOutcome.Certified(certificate, dump.conflicts());
            case EXISTS -> throw new LookAgain("somebody else has certified the day");
        };
    }

    private DumpWitness.Looked dump(
            Day day, DayRows stored, Supplier<TradeStream> rows, Instant deadline)
            throws InterruptedException {
        DumpWitness.Looked before =
                new DumpWitness.Looked(
                        day.newest()
                                .filter(newest ->
                                        newest.rows().canonical().equals(stored.canonical()))
                                .map(Certificate::dump)
                                .orElse(DumpComparison.NOT_COMPARED),
                        List.of());
        Instant now = ports.clock().instant();
        if (!witness.mayHave(day.date(), now)) {
            return before;
        }
        long firstWanted = day.state().before() instanceof Border.FirstWanted(var id) ? id : 0;
        DumpWitness.Looked looked =
                witness.compare(day.symbol(), day.date(), rows, firstWanted, now, deadline);
        return looked.comparison().verdict() == DumpComparison.Verdict.NOT_COMPARED
                ? before
                : looked;
    }

    private SealedObject sealedObject(SealedKey key) {
        ByteSource bytes =
                ports.objects()
                        .open(key.toString())
                        .orElseThrow(() -> new CorruptBatchException(key + " is not there"));
        return new SealedObject(key, bytes.size(), Digests.of(bytes));
    }

    private List<Absent> absent(Day day) {
        List<TradeIdRange> ranges = day.state().absent().ranges();
        if (ranges.isEmpty()) {
            return List.of();
        }
        List<String> evidence = evidence(day.symbol());
        List<Absent> absent = new ArrayList<>();
        for (TradeIdRange range : ranges) {
            absent.add(
                    new Absent(
                            range,
                            evidence.stream()
                                    .filter(key -> isOf(range, key))
                                    .limit(MAX_EVIDENCE)
                                    .toList()));
        }
        return absent;
    }

    private List<String> evidence(Symbol symbol) {
        List<String> keys = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            Archive.Page page = ports.archive().list("evidence/symbol=" + symbol + "/", after);
            page.entries().forEach(entry -> keys.add(entry.key()));
            if (!page.more() || page.entries().isEmpty()) {
                return keys;
            }
            after = Optional.of(page.entries().getLast().key());
        }
    }

    private static boolean isOf(TradeIdRange range, String key) {
        Matcher ids = EVIDENCE.matcher(key);
        try {
            return ids.matches()
                    && range.overlaps(
                            new TradeIdRange(
                                    Long.parseLong(ids.group(1)), Long.parseLong(ids.group(2))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
