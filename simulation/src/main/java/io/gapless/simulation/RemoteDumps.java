package io.gapless.simulation;

import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpFile;
import io.gapless.dump.DumpHistory;
import io.gapless.dump.PublishedDumps;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Supplier;

/// The exchange's daily files as a process reaches them. Who has fetched one has verified its checksum.
final class RemoteDumps implements DumpHistory {
    private final SimulatedProcess process;
    private final DumpHost host;

    RemoteDumps(SimulatedProcess process, DumpHost host) {
        this.process = process;
        this.host = host;
    }

    @Override
    public DumpDay day(Symbol symbol, LocalDate date, Instant deadline) {
        World world = process.world();
        Faults faults = world.faults();
        DumpFile file = new DumpFile(symbol, date);
        Supplier<String> who = () -> process + " (" + file + ")";
        process.requireAlive();
        if (faults.strikes(Fault.KILLED_AT_CALL, Step.DUMP, who)) {
            throw process.die();
        }
        process.sleep(2 * world.latency());
        if (!host.isPublished(file)) {
            return new DumpDay.NotPublished(file);
        }
        if (faults.strikes(Fault.DUMP_CUT, Step.DUMP, who)) {
            process.sleep(faults.micros(1, 20));
            return new DumpDay.Unavailable(file, "the transfer of " + file + " broke off");
        }
        TradeColumns rows = world.market().traded(symbol.exchangeName(), date);
        boolean damaged = faults.strikes(Fault.DUMP_WRONG_CHECKSUM, Step.DUMP, who);
        if (damaged && !world.sabotage().believesEveryDump()) {
            return new DumpDay.Broken(file, file + " has another SHA-256 than its checksum says");
        }
        if (faults.strikes(Fault.DUMP_SHORT, Step.DUMP, who)) {
            rows = withoutSome(rows, faults);
        }
        if (faults.strikes(Fault.DUMP_UNSORTED, Step.DUMP, who)) {
            rows = twoParts(rows, faults.chance().nextInt(rows.size() + 1), rows.size(), 0);
        }
        if (faults.strikes(Fault.DUMP_DOUBLED, Step.DUMP, who)) {
            int from = faults.chance().nextInt(rows.size() + 1);
            rows = twoParts(rows, 0, rows.size(), from);
        }
        int size = rows.size();
        world.story().tell(() -> process + " fetches " + file + ": " + size + " rows");
        PublishedDumps published = new PublishedDumps(DumpHost.folder());
        published.publish(symbol, date, damaged ? atOtherPrices(rows) : rows);
        return published.day(symbol, date, deadline);
    }

    private static TradeColumns withoutSome(TradeColumns rows, Faults faults) {
        int from = faults.chance().nextInt(rows.size() + 1);
        int count = faults.chance().nextInt(rows.size() - from + 1);
        TradeColumns rest = new TradeColumns(Math.max(1, rows.size()));
        rest.addAll(rows, 0, from);
        rest.addAll(rows, from + count, rows.size());
        return rest;
    }

    /// Rows from one on, and behind them those that came before it, or that came from another on.
    private static TradeColumns twoParts(TradeColumns rows, int from, int to, int again) {
        TradeColumns all = new TradeColumns(Math.max(1, 2 * rows.size()));
        all.addAll(rows, from, to);
        all.addAll(rows, again, from == 0 ? to : from);
        return all;
    }

    private static TradeColumns atOtherPrices(TradeColumns rows) {
        TradeColumns wrong = new TradeColumns(Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            wrong.add(
                    rows.id(row),
                    rows.price(row) + 1,
                    rows.quantity(row),
                    rows.time(row),
                    rows.buyerIsMaker(row),
                    rows.bestMatch(row),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.DUMP);
        }
        return wrong;
    }
}
