package io.gapless.binance;

import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.rest.RestLimits;
import io.gapless.exchange.tape.IdRange;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The adapter against the simulated exchange.
class SimulatedExchangeHistoryTest extends TradeHistoryContract {
    /// The clock stands still, so anything longer would never end.
    private static final Duration AT_ONCE = Duration.ZERO;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Override
    protected TradeHistory history(TradeTape tape, HistoryFault... faults) {
        SimulatedExchange exchange =
                SimulatedExchange.start(
                        ExchangeSettings.of(new TradedTape(tape))
                                .withStart(NOW)
                                .withClock(InstantSource.fixed(NOW))
                                .withRest(
                                        RestLimits.BINANCE
                                                .withLag(tape.lag())
                                                .withCallsTolerated(0)));
        open.add(exchange);
        for (String name : tape.names()) {
            prepare(exchange, tape, name);
        }
        for (HistoryFault fault : faults) {
            exchange.faults().inject(asOrdered(fault));
        }
        RestTradeHistory history =
                new RestTradeHistory(
                        RestSettings.at(exchange.restUrl()), InstantSource.fixed(NOW), _ -> {});
        open.add(history);
        return history;
    }

    private static void prepare(SimulatedExchange exchange, TradeTape tape, String name) {
        if (tape.status(name).equals("BREAK")) {
            exchange.faults().inject(new Fault.Delist(name));
        }
        if (tape.oldestServed(name) > 0) {
            exchange.faults().inject(new Fault.WithdrawHistory(name, tape.oldestServed(name)));
        }
        for (TradeIdRange ids : tape.hidden(name).ranges()) {
            IdRange hidden = new IdRange(ids.first(), ids.last());
            exchange.faults().inject(new Fault.HideFromRest(name, hidden));
        }
    }

    private static Fault asOrdered(HistoryFault fault) {
        return switch (fault) {
            case HistoryFault.Status(int status, var wait, _) ->
                    new Fault.RefuseCalls(
                            status, 1, Duration.ofSeconds(wait.map(Long::parseLong).orElse(60L)));
            case HistoryFault.NoAnswer _ -> new Fault.TimeOutCalls(1, AT_ONCE);
            default -> throw new IllegalArgumentException("no such fault here: " + fault);
        };
    }
}
