package io.gapless.local.rehearsal;

import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Trade;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The exchange of a rehearsal, whose clock starts shortly before midnight of the last day of history, and what was
/// traded there: the truth that everything is held against.
final class TradedYear implements AutoCloseable {
    /// Time for a listener to be connected before midnight, where the machine is not busy.
    static final Duration BEFORE_MIDNIGHT = Duration.ofSeconds(8);

    /// Trades asked for at once.
    private static final int PAGE = 5_000;

    /// History beyond the first day, so that there is something that nobody wants.
    private static final int SPARE_DAYS = 30;

    private static final int SECONDS_PER_DAY = 86_400;

    private final SimulatedExchange exchange;

    private TradedYear(SimulatedExchange exchange) {
        this.exchange = exchange;
    }

    static TradedYear open(RehearsalSettings settings) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (int i = 0; i < settings.symbols().size(); i++) {
            rates.put(
                    settings.symbols().get(i).exchangeName(),
                    settings.tradesADay(i) / SECONDS_PER_DAY);
        }
        long history = Math.round((settings.days() + SPARE_DAYS) * settings.mostTrades() * 1.2);
        SeededTape tape =
                new SeededTape(
                        rates,
                        settings.seed(),
                        SeededTape.DEFAULT_BURSTINESS,
                        history,
                        SeededTape.FIRST_LIVE_ID,
                        Optional.empty());
        Instant midnight = settings.liveDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        return new TradedYear(
                SimulatedExchange.start(
                        ExchangeSettings.of(tape)
                                .withStart(midnight.minus(BEFORE_MIDNIGHT))
                                .withSeed(settings.seed())));
    }

    SimulatedExchange exchange() {
        return exchange;
    }

    /// Whether it is the day of live trading, and trades of it are there.
    boolean isPastMidnight(RehearsalSettings settings) {
        Instant midnight = settings.liveDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        return exchange.marketTime().isAfter(midnight.plusSeconds(2));
    }

    /// So many more trades within a second.
    void trade(Symbol symbol, int trades) {
        exchange.faults()
                .inject(new Fault.Burst(symbol.exchangeName(), trades, Duration.ofSeconds(1)));
    }

    /// Nothing is traded any more.
    void halt() {
        exchange.faults().inject(new Fault.Halt(Optional.empty()));
    }

    /// The newest id.
    long lastId(Symbol symbol) {
        return exchange.truth(symbol.exchangeName()).lastId();
    }

    /// The first id of a date or of a later one.
    long firstId(Symbol symbol, LocalDate date) {
        long start = date.toEpochDay() * SECONDS_PER_DAY * 1_000_000;
        long low = exchange.truth(symbol.exchangeName()).firstId();
        long high = lastId(symbol) + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (trade(symbol, middle).tradeMicros() < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Trade trade(Symbol symbol, long id) {
        return exchange.trades(symbol.exchangeName(), id, 1).getFirst();
    }

    /// Reads all trades of these ids, ascending.
    void read(Symbol symbol, long first, long last, Consumer<Trade> reader) {
        long next = first;
        while (next <= last) {
            int limit = (int) Math.min(PAGE, last - next + 1);
            List<Trade> page = exchange.trades(symbol.exchangeName(), next, limit);
            page.forEach(reader);
            next = page.getLast().id() + 1;
        }
    }

    @Override
    public void close() {
        exchange.close();
    }
}
