package io.gapless.binance;

import io.gapless.archive.Marks;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// The history behind Binance's REST interface (`/api/v3`), without a key: none of what is asked here
/// needs one (historicalTrades since 2023-07-11).
///
/// Times are asked for in µs, and taken as µs where they come in ms all the same. An answer that
/// contradicts the documents or itself is refused as a whole. Nothing is retried here.
///
/// Only [#budgeted] makes one for programs, so that none can forget the limits.
public final class RestTradeHistory implements TradeHistory, AutoCloseable {
    /// Largest page: 1,000 rows take 230 kB.
    static final int MAX_PAGE_BYTES = 4 << 20;

    /// Largest list of tickers: 3,000 symbols take 1 MB.
    static final int MAX_TICKER_BYTES = 16 << 20;

    /// Largest list of symbols: 1,700 symbols took 4 MB.
    static final int MAX_INFO_BYTES = 32 << 20;

    private static final int MAX_TIME_BYTES = 64 << 10;

    private final RestClient client;

    /// @param clock only for noting when a reply came, and for the ends of bans
    /// @param receipts told of every reply that arrives
    RestTradeHistory(RestSettings settings, InstantSource clock, Consumer<Receipt> receipts) {
        this(settings, clock, receipts, usualTls());
    }

    RestTradeHistory(
            RestSettings settings,
            InstantSource clock,
            Consumer<Receipt> receipts,
            SSLContext tls) {
        this.client = new RestClient(settings, clock, receipts, tls);
    }

    /// The exchange as a program uses it: within a budget of weight, and remembering bans.
    ///
    /// @param weightPerMinute most weight that this process uses in a minute
    /// @param caller who shares a ban, such as `backfill`
    public static BudgetedHistory budgeted(
            RestSettings settings,
            int weightPerMinute,
            Marks marks,
            String caller,
            InstantSource clock) {
        RequestBudget budget = new RequestBudget(weightPerMinute);
        return new BudgetedHistory(
                new RestTradeHistory(settings, clock, budget::heard),
                budget,
                new BanMemory(marks, caller),
                clock,
                request -> Thread.ofVirtual().name("page").start(request));
    }

    @Override
    public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
        if (fromId < 0) {
            throw new IllegalArgumentException(symbol + ": no trade has the id " + fromId);
        }
        return client.get(
                "trades of " + symbol + " from id " + fromId,
                "historicalTrades?symbol="
                        + encoded(symbol.exchangeName())
                        + "&fromId="
                        + fromId
                        + "&limit="
                        + checked(limit),
                MAX_PAGE_BYTES,
                new TradePage(fromId, limit));
    }

    @Override
    public Reply<TradeColumns> newest(Symbol symbol, int limit) {
        return client.get(
                "newest trades of " + symbol,
                "historicalTrades?symbol="
                        + encoded(symbol.exchangeName())
                        + "&limit="
                        + checked(limit),
                MAX_PAGE_BYTES,
                new TradePage(0, limit));
    }

    @Override
    public Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
        return client.get(
                "aggregate trades of " + symbol + " from " + from,
                "aggTrades?symbol="
                        + encoded(symbol.exchangeName())
                        + "&startTime="
                        + Trade.micros(from)
                        + "&limit="
                        + checked(limit),
                MAX_PAGE_BYTES,
                AnswerFormats::aggregates);
    }

    @Override
    public Reply<LastIds> tickers(Set<String> exchangeNames) {
        String named = named(exchangeNames);
        return client.get(
                "last ids of " + described(exchangeNames),
                "ticker/24hr?type=MINI" + (named.isEmpty() ? "" : "&" + named),
                MAX_TICKER_BYTES,
                AnswerFormats::tickers);
    }

    @Override
    public Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
        String named = named(exchangeNames);
        return client.get(
                "symbols (" + described(exchangeNames) + ")",
                "exchangeInfo?" + (named.isEmpty() ? "showPermissionSets=false" : named),
                MAX_INFO_BYTES,
                AnswerFormats::exchangeInfo);
    }

    @Override
    public Reply<Instant> time() {
        return client.get("the time", "time", MAX_TIME_BYTES, AnswerFormats::time);
    }

    /// Gives up what is under way. Without it, nothing keeps the process from ending.
    @Override
    public void close() {
        client.close();
    }

    private static SSLContext usualTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a limit of " + limit + " rows: 1 to " + MAX_PAGE);
        }
        return limit;
    }

    /// `symbols=["A","B"]`, encoded; nothing where all are meant or too many to name.
    private static String named(Set<String> exchangeNames) {
        if (exchangeNames.isEmpty() || exchangeNames.size() > RequestWeight.MAX_NAMED) {
            return "";
        }
        return "symbols="
                + encoded(
                        new TreeSet<>(exchangeNames)
                                .stream()
                                        .map(name -> '"' + name + '"')
                                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static String described(Set<String> exchangeNames) {
        return switch (exchangeNames.size()) {
            case 0 -> "all symbols";
            case 1, 2, 3 -> String.join(", ", new TreeSet<>(exchangeNames));
            default -> exchangeNames.size() + " symbols";
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
