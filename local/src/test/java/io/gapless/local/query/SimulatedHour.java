package io.gapless.local.query;

import io.gapless.batch.Batch;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.SymbolTape;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// An archive of one hour around midnight on the simulated exchange that `gapless run` trades on, always the same: live but for three
/// minutes, which came by REST, and with a hole of four minutes in ETHUSDT. The first day of BTCUSDT is sealed.
final class SimulatedHour {
    static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "BNBUSDT");
    static final Instant START = Instant.parse("2026-01-01T23:30:00Z");

    private static final Duration LENGTH = Duration.ofHours(1);
    private static final Duration FLUSH = Duration.ofMinutes(1);
    private static final double TRADES_PER_SECOND = 4;

    private SimulatedHour() {}

    static void putInto(SampleArchive archive) throws IOException {
        SeededTape tape = SeededTape.of(SYMBOLS, TRADES_PER_SECOND).withSeed(1).withAnchor(START);
        for (String name : SYMBOLS) {
            SymbolTape trades = tape.begin(name, Trade.micros(START));
            // Looked at once from the end, so that every trade of the hour exists.
            long last = trades.lastIdAt(Trade.micros(START.plus(LENGTH)));
            List<Trade> all = new ArrayList<>();
            for (long id = SeededTape.FIRST_LIVE_ID; id <= last; id++) {
                all.add(known(trades.trade(id)));
            }
            put(archive, Symbol.of(name), all);
        }
    }

    private static void put(SampleArchive archive, Symbol symbol, List<Trade> all)
            throws IOException {
        Predicate<Instant> lost =
                symbol.toString().equals("ETHUSDT") ? within("00:12", "00:16") : _ -> false;
        TradeColumns firstDay = new TradeColumns(all.size());
        Map<Long, TradeColumns> minutes = new TreeMap<>();
        for (Trade trade : all) {
            if (!lost.test(Trade.instant(trade.time()))) {
                minutes.computeIfAbsent(minuteOf(trade), _ -> new TradeColumns(1_000)).add(trade);
            }
            if (trade.date().equals(LocalDate.parse("2026-01-01"))) {
                firstDay.add(trade);
            }
        }
        for (TradeColumns minute : minutes.values()) {
            archive.put(new Batch(symbol, minute));
        }
        if (symbol.toString().equals("BTCUSDT")) {
            archive.seal(new Batch(symbol, firstDay), LocalDate.parse("2026-01-02"));
        }
    }

    private static long minuteOf(Trade trade) {
        return trade.time() / (FLUSH.toNanos() / 1_000);
    }

    private static Predicate<Instant> within(String from, String to) {
        Instant first = Instant.parse("2026-01-02T" + from + ":00Z");
        Instant end = Instant.parse("2026-01-02T" + to + ":00Z");
        return time -> !time.isBefore(first) && time.isBefore(end);
    }

    /// As the listener knows it, or, for the minutes in which it was down, as REST tells it.
    private static Trade known(io.gapless.exchange.tape.Trade trade) {
        boolean repaired = within("00:03", "00:06").test(Trade.instant(trade.tradeMicros()));
        long arrival = trade.eventMicros() + 4_000 + trade.id() * 7_919 % 9_000;
        return new Trade(
                trade.id(),
                trade.price(),
                trade.quantity(),
                trade.tradeMicros(),
                trade.buyerMaker(),
                trade.bestMatch(),
                repaired ? Trade.UNKNOWN : trade.eventMicros(),
                repaired ? Trade.UNKNOWN : arrival,
                repaired ? Source.REST : Source.LIVE);
    }
}
