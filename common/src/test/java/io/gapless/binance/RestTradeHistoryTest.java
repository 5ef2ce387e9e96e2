package io.gapless.binance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The adapter against a server that has the contract's tape.
class RestTradeHistoryTest extends TradeHistoryContract {
    private final List<TapeServer> servers = new ArrayList<>();
    private final List<RestTradeHistory> histories = new ArrayList<>();

    @AfterEach
    void stop() {
        histories.forEach(RestTradeHistory::close);
        servers.forEach(TapeServer::close);
    }

    @Override
    protected TradeHistory history(TradeTape tape, HistoryFault... faults) {
        SettableClock clock = new SettableClock(NOW);
        try {
            servers.add(new TapeServer(tape, clock, HistoryFaults.inOrder(faults)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RestSettings settings = RestSettings.at(servers.getLast().uri());
        histories.add(new RestTradeHistory(settings, clock, _ -> {}));
        return histories.getLast();
    }
}
