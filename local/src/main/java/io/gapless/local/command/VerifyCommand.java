package io.gapless.local.command;

import io.gapless.local.place.Stores;
import io.gapless.local.verify.SymbolVerdict;
import io.gapless.local.verify.Verification;
import io.gapless.local.verify.Verification.Verdict;
import io.gapless.trade.Coverage;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Source;
import io.gapless.trade.TradeIdRange;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gapless verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the archive itself, every row of it: are the ids contiguous, is none there twice, is each"
                    + " trade under its date, sorted, with sound values? Then compares with the checkpoints.",
            "With --certificates it checks the certificates of sealed days instead.",
            "Writers may be at work meanwhile. Exits with 1 and the exact ids if anything is wrong or missing."
        })
final class VerifyCommand implements Callable<Integer> {
    /// Most characters of a stranger's key that are shown; S3 allows 1,024 bytes.
    private static final int MAX_KEY = 300;

    /// Ranges of ids printed per line.
    private static final int MAX_RANGES = 20;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A folder or s3://bucket; the same as --data-dir.")
    private @Nullable String first;

    @Option(
            names = "--objects-only",
            description = "Go by the objects alone: do not compare with the checkpoints.")
    private boolean objectsOnly;

    @Option(
            names = "--certificates",
            description =
                    "Check the certificates instead: every digest anew from trades/ and from sealed/, ids, borders"
                            + " between days. Asks no exchange.")
    private boolean certificates;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        if (certificates) {
            try (Stores stores = places.open(first)) {
                return CertificateCheck.of(stores, objectsOnly, out) ? 0 : 1;
            }
        }
        try (Stores stores = places.open(first);
                ProgressDisplay progress =
                        ProgressDisplay.counting("objects read", Output.errors(spec))) {
            Verdict verdict =
                    new Verification(
                                    stores.archive(),
                                    objectsOnly
                                            ? Optional.empty()
                                            : Optional.of(stores.checkpoints()))
                            .verify(progress::at);
            progress.finish();
            print(verdict, out);
            return verdict.isSound() ? 0 : 1;
        }
    }

    /// Prints the table, what is wrong, and one last line that says it all.
    static void print(Verdict verdict, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        for (SymbolVerdict symbol : verdict.symbols()) {
            rows.add(row(symbol));
        }
        out.print(
                Tables.of(
                        List.of(
                                "symbol",
                                "first id",
                                "last id",
                                "trades",
                                "objects",
                                "live",
                                "rest",
                                "dump",
                                "MB",
                                "pending",
                                "absent",
                                "missing",
                                "twice"),
                        rows));
        verdict.strangers()
                .forEach(key ->
                        out.println(
                                "WRONG  "
                                        + Excerpt.of(key, MAX_KEY)
                                        + ": no symbol has such a key"));
        for (SymbolVerdict symbol : verdict.symbols()) {
            tell(symbol, out);
        }
        long missing = verdict.symbols().stream().mapToLong(s -> s.missing().size()).sum();
        long twice = verdict.symbols().stream().mapToLong(s -> s.twice().size()).sum();
        long problems =
                verdict.strangers().size()
                        + verdict.symbols().stream().mapToLong(s -> s.problems().size()).sum();
        long trades = verdict.symbols().stream().mapToLong(SymbolVerdict::trades).sum();
        out.printf(
                "%s: %,d trades of %d symbols, missing %,d, twice %,d, other problems %,d%n",
                verdict.isSound() ? "SOUND" : "NOT SOUND",
                trades,
                verdict.symbols().size(),
                missing,
                twice,
                problems);
        out.flush();
    }

    private static List<String> row(SymbolVerdict s) {
        return List.of(
                s.symbol().toString(),
                s.range().map(r -> Long.toString(r.first())).orElse("-"),
                s.range().map(r -> Long.toString(r.last())).orElse("-"),
                "%,d".formatted(s.trades()),
                "%,d".formatted(s.objects()),
                "%,d".formatted(s.rows(Source.LIVE)),
                "%,d".formatted(s.rows(Source.REST)),
                "%,d".formatted(s.rows(Source.DUMP)),
                "%.2f".formatted(s.bytes() / 1e6),
                "%,d".formatted(s.pending().size()),
                "%,d".formatted(s.absent().size()),
                "%,d".formatted(s.missing().size()),
                "%,d".formatted(s.twice().size()));
    }

    private static void tell(SymbolVerdict symbol, PrintWriter out) {
        if (!symbol.missing().isEmpty()) {
            out.printf("MISSING  %s %s%n", symbol.symbol(), ranges(symbol.missing()));
        }
        if (!symbol.twice().isEmpty()) {
            out.printf("TWICE  %s %s%n", symbol.symbol(), ranges(symbol.twice()));
        }
        symbol.problems().forEach(p -> out.printf("WRONG  %s %s%n", symbol.symbol(), p));
    }

    static String ranges(Coverage ids) {
        String shown =
                ids.ranges().stream()
                        .limit(MAX_RANGES)
                        .map(TradeIdRange::toString)
                        .collect(Collectors.joining(", "));
        int more = ids.rangeCount() - MAX_RANGES;
        return more > 0 ? shown + " and %,d more ranges".formatted(more) : shown;
    }
}
