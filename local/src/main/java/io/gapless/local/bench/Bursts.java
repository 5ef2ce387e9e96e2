package io.gapless.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Far more trades than usual within a second, now and then: in turns over all symbols and on a single
/// one, as a liquidation does it.
final class Bursts {
    /// Trades in that second, with the usual ones.
    static final int TRADES = 50_000;

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final MarketLoad market;
    private final RemoteExchange exchange;
    private final List<String> symbols;
    private Duration next = EVERY.dividedBy(2);
    private int bursts;

    Bursts(MarketLoad market, RemoteExchange exchange) {
        this.market = market;
        this.exchange = exchange;
        symbols = market.names();
    }

    /// @param since how long it has gone on
    void at(Duration since) throws IOException, InterruptedException {
        if (since.compareTo(next) < 0) {
            return;
        }
        next = next.plus(EVERY);
        int more = TRADES - market.tradesPerSecond();
        List<String> who =
                bursts % 2 == 0 ? symbols : List.of(symbols.get(bursts % symbols.size()));
        bursts++;
        for (String symbol : who) {
            exchange.fault(
                    "fault=burst&symbol=%s&trades=%d&within=PT1S"
                            .formatted(symbol, more / who.size()));
        }
    }
}
