package io.gapless.local.run;

import io.gapless.archive.Archive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.Trade;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares every archived row with what the simulated exchange really traded.
final class TruthComparison {
    /// Differences told per symbol.
    private static final int MAX_TOLD = 10;

    private final Archive archive;
    private final SimulatedExchange exchange;

    TruthComparison(Archive archive, SimulatedExchange exchange) {
        this.archive = archive;
        this.exchange = exchange;
    }

    /// What came of it.
    ///
    /// @param equal rows that are what was traded, to the last digit and microsecond
    /// @param differences rows that are not, one sentence each, the first few
    /// @param different how many there are
    record Result(long equal, long different, List<String> differences) {}

    Result compare(Symbol symbol) {
        long equal = 0;
        long different = 0;
        List<String> told = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            Archive.Page page = archive.list(BatchKey.prefix(symbol), after);
            for (Archive.Entry entry : page.entries()) {
                TradeColumns rows = rows(entry.key());
                if (rows.isEmpty()) {
                    continue;
                }
                List<Trade> truth = exchange.trades(symbol.exchangeName(), rows.id(0), rows.size());
                for (int row = 0; row < rows.size(); row++) {
                    if (row < truth.size() && isSame(rows, row, truth.get(row))) {
                        equal++;
                        continue;
                    }
                    different++;
                    if (told.size() < MAX_TOLD) {
                        told.add(
                                "%s %s differs from what was traded: %s"
                                        .formatted(
                                                symbol,
                                                rows.trade(row),
                                                row < truth.size() ? truth.get(row) : "nothing"));
                    }
                }
            }
            if (!page.more() || page.entries().isEmpty()) {
                return new Result(equal, different, told);
            }
            after = Optional.of(page.entries().getLast().key());
        }
    }

    private TradeColumns rows(String key) {
        return archive.get(key)
                .map(object -> new BatchCodec().decode(object))
                .map(content ->
                        content instanceof Content.Rows rows ? rows.trades() : new TradeColumns(1))
                .orElseGet(() -> new TradeColumns(1));
    }

    private static boolean isSame(TradeColumns rows, int row, Trade truth) {
        return rows.id(row) == truth.id()
                && rows.price(row) == truth.price()
                && rows.quantity(row) == truth.quantity()
                && rows.time(row) == truth.tradeMicros()
                && rows.buyerIsMaker(row) == truth.buyerMaker();
    }
}
