package io.gapless.peers;

import com.binance.connector.client.impl.WebSocketStreamClientImpl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// Receives trades with Binance's own connector: `BinanceConnectorClient URL SYMBOL,SYMBOL`. It hands out
/// texts, so decoding them is its user's: with Jackson, as most would do it.
public final class BinanceConnectorClient {
    private static final JsonMapper JSON = new JsonMapper();

    private BinanceConnectorClient() {}

    private record Trade(
            String symbol, long id, BigDecimal price, BigDecimal quantity, long time, boolean maker) {}

    public static void main(String[] args) throws Exception {
        ArrayList<String> streams = new ArrayList<>();
        for (String symbol : args[1].split(",")) {
            streams.add(symbol.toLowerCase(Locale.ROOT) + "@trade");
        }
        LongAdder trades = new LongAdder();
        new WebSocketStreamClientImpl(args[0])
                .combineStreams(
                        streams,
                        text -> {
                            if (decode(text).id() > 0) {
                                trades.increment();
                            }
                        });
        Count.tell(trades);
    }

    private static Trade decode(String text) {
        try {
            JsonNode data = JSON.readTree(text).get("data");
            return new Trade(
                    data.get("s").textValue(),
                    data.get("t").longValue(),
                    new BigDecimal(data.get("p").textValue()),
                    new BigDecimal(data.get("q").textValue()),
                    data.get("T").longValue(),
                    data.get("m").booleanValue());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
