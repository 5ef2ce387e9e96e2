package io.gapless.binance;

/// What requests cost, in the weight that Binance allows per minute and address (since 2025-03-10).
public final class RequestWeight {
    /// Up to 1,000 trades by id, or the newest.
    public static final int PAGE = 25;

    /// Up to 1,000 aggregate trades.
    public static final int AGGREGATES = 4;

    /// Symbols and limits.
    public static final int EXCHANGE_INFO = 20;

    /// The exchange's clock.
    public static final int TIME = 1;

    /// Last ids of every symbol: the heaviest request made here.
    public static final int ALL_TICKERS = 80;

    /// The heaviest request made here.
    public static final int HEAVIEST = ALL_TICKERS;

    /// Most symbols that are asked for by name; for more, asking for all is no dearer and cannot fail
    /// on a wrong name.
    public static final int MAX_NAMED = 100;

    private static final int LIGHT_TICKERS = 2;
    private static final int LIGHT_TICKERS_UP_TO = 20;
    private static final int NAMED_TICKERS = 40;

    private RequestWeight() {}

    /// Last ids of so many symbols by name, 0 for all.
    public static int tickers(int names) {
        if (names == 0 || names > MAX_NAMED) {
            return ALL_TICKERS;
        }
        return names <= LIGHT_TICKERS_UP_TO ? LIGHT_TICKERS : NAMED_TICKERS;
    }
}
