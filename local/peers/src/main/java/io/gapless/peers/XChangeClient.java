package io.gapless.peers;

import info.bitrich.xchangestream.binance.BinanceStreamingExchange;
import info.bitrich.xchangestream.core.ProductSubscription;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.binance.BinanceAdapters;
import org.knowm.xchange.currency.CurrencyPair;

/// Receives trades with XChange, as its documents show it: `XChangeClient URL SYMBOL,SYMBOL`.
public final class XChangeClient {
    private XChangeClient() {}

    /// XChange has no setting for the address of a spot stream.
    private static final class Exchange extends BinanceStreamingExchange {
        private final String url;

        Exchange(String url) {
            this.url = url;
        }

        @Override
        protected String getStreamingBaseUri() {
            return url + "/";
        }
    }

    public static void main(String[] args) throws Exception {
        Exchange exchange = new Exchange(args[0]);
        ExchangeSpecification specification = exchange.getDefaultExchangeSpecification();
        specification.setShouldLoadRemoteMetaData(false);
        exchange.applySpecification(specification);
        List<CurrencyPair> pairs =
                Arrays.stream(args[1].split(","))
                        .map(symbol -> new CurrencyPair(symbol.replaceFirst("USDT$", "") + "/USDT"))
                        .toList();
        // What it would read from the exchange's list of symbols.
        pairs.forEach(
                pair ->
                        BinanceAdapters.putSymbolMapping(
                                pair.getBase().getCurrencyCode() + "USDT", pair));
        ProductSubscription.ProductSubscriptionBuilder subscription = ProductSubscription.create();
        pairs.forEach(subscription::addTrades);
        exchange.connect(subscription.build()).blockingAwait();
        LongAdder trades = new LongAdder();
        for (CurrencyPair pair : pairs) {
            var _ = exchange.getStreamingMarketDataService()
                    .getTrades(pair)
                    .subscribe(_ -> trades.increment());
        }
        Count.tell(trades);
    }
}
