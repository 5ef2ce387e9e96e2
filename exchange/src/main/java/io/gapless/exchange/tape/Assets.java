package io.gapless.exchange.tape;

import java.util.List;
import java.util.Map;

/// Base and quote asset of a symbol, told apart by the quote assets Binance has.
public record Assets(String base, String quote) {

    private static final List<String> QUOTES =
            List.of(
                    "USDT", "FDUSD", "USDC", "TUSD", "BUSD", "BTC", "ETH", "BNB", "EUR", "TRY",
                    "BRL", "JPY", "TRX", "XRP", "DOGE");

    private static final Map<String, Double> DOLLARS =
            Map.ofEntries(
                    Map.entry("BTC", 95_000.0),
                    Map.entry("ETH", 3_400.0),
                    Map.entry("BNB", 680.0),
                    Map.entry("SOL", 190.0),
                    Map.entry("XRP", 2.4),
                    Map.entry("DOGE", 0.33),
                    Map.entry("ADA", 0.9),
                    Map.entry("TRX", 0.25),
                    Map.entry("SHIB", 0.00002),
                    Map.entry("PEPE", 0.00002),
                    Map.entry("EUR", 1.05),
                    Map.entry("TRY", 0.029),
                    Map.entry("BRL", 0.17),
                    Map.entry("JPY", 0.0065),
                    Map.entry("USDT", 1.0),
                    Map.entry("USDC", 1.0),
                    Map.entry("FDUSD", 1.0),
                    Map.entry("TUSD", 1.0),
                    Map.entry("BUSD", 1.0));

    /// Splits a symbol such as `BTCUSDT`. What ends in no known quote asset is quoted in `USDT`.
    public static Assets of(String symbol) {
        for (String quote : QUOTES) {
            if (symbol.length() > quote.length() && symbol.endsWith(quote)) {
                return new Assets(symbol.substring(0, symbol.length() - quote.length()), quote);
            }
        }
        return new Assets(symbol, "USDT");
    }

    /// A believable value of an asset for a tape to start from.
    static double dollars(String asset, long seed) {
        double unknown = Math.pow(10, Draws.fraction(Draws.hash(seed, asset)) * 5 - 3);
        return DOLLARS.getOrDefault(asset, unknown);
    }
}
