package io.gapless.local.command;

import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.local.place.Stores;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless cancel`.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description =
                "Withdraws history that was asked for and is not archived yet. What is archived stays.")
final class CancelCommand implements Callable<Integer> {
    @Option(
            names = {"-s", "--symbol"},
            paramLabel = "SYMBOL",
            required = true,
            description = "Whose history.")
    private String symbol = "";

    @ArgGroup(exclusive = false)
    private @Nullable Ids ids;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Mixin private final RepairOptions repairs = new RepairOptions();
    @Spec private @Nullable CommandSpec spec;

    /// Which ids, if not all.
    static final class Ids {
        @Option(
                names = "--from-id",
                required = true,
                paramLabel = "ID",
                description = "Only from this id")
        private long from;

        @Option(names = "--to-id", required = true, paramLabel = "ID", description = "to this one.")
        private long to;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        Optional<TradeIdRange> range =
                Optional.ofNullable(ids).map(i -> new TradeIdRange(i.from, i.to));
        try (Stores stores = places.open(null)) {
            repairs.over(stores)
                    .store(List.of(new Asked.Cancel(Symbol.of(symbol), range)))
                    .forEach(out::println);
            out.flush();
        }
        return 0;
    }
}
