package io.gapless.local.command;

import io.gapless.archive.Archive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.batch.CorruptBatchException;
import io.gapless.local.place.Stores;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gapless ls`.
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "Lists objects with their window of time and ids.")
final class LsCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A folder or s3://bucket; the same as --data-dir.")
    private @Nullable String first;

    @Option(
            names = {"-s", "--symbol"},
            paramLabel = "SYMBOL",
            description = "Only this symbol.")
    private @Nullable String symbol;

    @Option(
            names = "--date",
            paramLabel = "yyyy-MM-dd",
            description = "Only this UTC date of trade time.")
    private @Nullable LocalDate date;

    @Option(
            names = "--source",
            paramLabel = "live|rest|dump",
            description = "Only objects with rows from there. Reads every object listed.")
    private @Nullable String source;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most objects to list. Default: ${DEFAULT-VALUE}")
    private long limit = 1000;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Optional<Source> wanted = Optional.ofNullable(source).map(Source::of);
        String prefix =
                symbol == null
                        ? BatchKey.ROOT
                        : date == null
                                ? BatchKey.prefix(Symbol.of(symbol))
                                : BatchKey.prefix(Symbol.of(symbol), date);
        long shown = 0;
        try (Stores stores = places.open(first)) {
            Optional<String> after = Optional.empty();
            while (true) {
                Archive.Page page = stores.archive().list(prefix, after);
                for (Archive.Entry entry : page.entries()) {
                    if (shown == limit) {
                        out.printf("… there is more: --limit %,d%n", limit * 10);
                        out.flush();
                        return 0;
                    }
                    shown += show(entry, stores.archive(), wanted, out) ? 1 : 0;
                }
                if (!page.more() || page.entries().isEmpty()) {
                    break;
                }
                after = Optional.of(page.entries().getLast().key());
            }
        }
        out.printf("%,d objects%n", shown);
        out.flush();
        return 0;
    }

    private boolean show(
            Archive.Entry entry, Archive archive, Optional<Source> wanted, PrintWriter out) {
        BatchKey key;
        try {
            key = BatchKey.parse(entry.key());
        } catch (IllegalArgumentException e) {
            out.println("?  " + entry.key() + "  " + e.getMessage());
            return true;
        }
        if (date != null && !key.date().equals(date)) {
            return false;
        }
        String from = "";
        if (wanted.isPresent()) {
            Set<Source> sources = archive.get(entry.key()).map(LsCommand::sources).orElse(Set.of());
            if (!sources.contains(wanted.get())) {
                return false;
            }
            from = "  " + sources.stream().map(Source::word).collect(Collectors.joining("+"));
        }
        out.printf(
                "%s  %s  %s to %s  %,8d ids  %,9d bytes%s%n",
                key.symbol(),
                key.range(),
                Trade.utc(key.firstTime()),
                Trade.utc(key.lastTime()).toLocalTime(),
                key.range().size(),
                entry.size(),
                from);
        return true;
    }

    private static Set<Source> sources(byte[] object) {
        try {
            if (new BatchCodec().decode(object) instanceof Content.Rows rows) {
                TradeColumns trades = rows.trades();
                Set<Source> sources = EnumSet.noneOf(Source.class);
                for (int row = 0; row < trades.size(); row++) {
                    sources.add(trades.source(row));
                }
                return sources;
            }
        } catch (CorruptBatchException e) {
            return Set.copyOf(List.of());
        }
        return Set.of();
    }
}
