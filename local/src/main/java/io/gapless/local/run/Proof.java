package io.gapless.local.run;

import io.gapless.archive.Checkpoint;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.market.Truth;
import io.gapless.local.command.Tables;
import io.gapless.local.place.Stores;
import io.gapless.local.verify.SymbolVerdict;
import io.gapless.local.verify.Verification.Verdict;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The end of a run: what the exchange traded against what the archive holds.
///
/// @param table one row per symbol
/// @param complaints everything that is wrong, a line each
/// @param missing ids traded and not archived
/// @param twice ids archived more than once
/// @param different rows that are not what was traded
/// @param trades rows archived
public record Proof(
        String table,
        List<String> complaints,
        long missing,
        long twice,
        long different,
        long trades) {
    /// Reads every row.
    public static Proof of(
            Verdict verdict, List<Symbol> symbols, SimulatedExchange exchange, Stores stores) {
        List<List<String>> rows = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        long missing = 0;
        long twice = 0;
        long different = 0;
        long trades = 0;
        verdict.strangers().forEach(key -> complaints.add("WRONG  " + key));
        for (SymbolVerdict symbol : verdict.symbols()) {
            Coverage lost = symbol.missing();
            Optional<Checkpoint> checkpoint = stores.checkpoints().read(symbol.symbol());
            if (symbols.contains(symbol.symbol())) {
                lost = lost.plus(notArchived(symbol, checkpoint, exchange));
            }
            TruthComparison.Result compared =
                    new TruthComparison(stores.archive(), exchange).compare(symbol.symbol());
            missing += lost.size();
            twice += symbol.twice().size();
            different += compared.different();
            trades += symbol.trades();
            complaints.addAll(compared.differences());
            symbol.problems().forEach(p -> complaints.add("WRONG  " + symbol.symbol() + " " + p));
            if (!lost.isEmpty()) {
                complaints.add("MISSING  " + symbol.symbol() + " " + lost);
            }
            rows.add(
                    List.of(
                            symbol.symbol().toString(),
                            symbol.range().map(r -> Long.toString(r.first())).orElse("-"),
                            symbol.range().map(r -> Long.toString(r.last())).orElse("-"),
                            "%,d".formatted(symbol.trades()),
                            "%,d".formatted(symbol.objects()),
                            "%,d".formatted(symbol.rows(Source.LIVE)),
                            "%,d".formatted(symbol.rows(Source.REST)),
                            "%,d".formatted(compared.equal()),
                            "%,d".formatted(lost.size()),
                            "%,d".formatted(symbol.twice().size())));
        }
        String table =
                Tables.of(
                        List.of(
                                "symbol",
                                "first id",
                                "last id",
                                "trades",
                                "objects",
                                "live",
                                "backfilled",
                                "as traded",
                                "missing",
                                "twice"),
                        rows);
        return new Proof(table, complaints, missing, twice, different, trades);
    }

    /// Whether the archive is what it promises to be.
    public boolean holds() {
        return missing == 0 && twice == 0 && different == 0 && complaints.isEmpty() && trades > 0;
    }

    /// All of it in a line.
    public String sentence() {
        return "%s: %,d trades archived, missing %,d, twice %,d, different from what was traded %,d"
                .formatted(holds() ? "PROVED" : "NOT PROVED", trades, missing, twice, different);
    }

    /// Ids that were traded since the origin and are nowhere.
    private static Coverage notArchived(
            SymbolVerdict symbol, Optional<Checkpoint> checkpoint, SimulatedExchange exchange) {
        Truth truth = exchange.truth(symbol.symbol().exchangeName());
        long origin =
                checkpoint
                        .map(c -> c.wanted().followedFrom())
                        .filter(o -> o.isPresent())
                        .map(o -> o.getAsLong())
                        .orElse(Long.MAX_VALUE);
        if (origin > truth.lastId()) {
            return Coverage.EMPTY;
        }
        Coverage traded = Coverage.of(new TradeIdRange(origin, truth.lastId()));
        for (var never : truth.neverIssued()) {
            traded = traded.minus(new TradeIdRange(never.first(), never.last()));
        }
        Coverage stored = checkpoint.map(Checkpoint::stored).orElse(Coverage.EMPTY);
        return traded.minus(stored);
    }
}
