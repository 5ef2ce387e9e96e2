package io.gapless.binance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gapless.binance.Reply.Answered;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A [TapeHistory] behind HTTP, in Binance's words.
final class TapeServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final TradeTape tape;
    private final TapeLimits limits = new TapeLimits();
    private final InstantSource clock;
    private final HistoryFaults faults;

    TapeServer(TradeTape tape, InstantSource clock, HistoryFaults faults) throws IOException {
        this.tape = tape;
        this.clock = clock;
        this.faults = faults;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v3/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String endpoint = exchange.getRequestURI().getPath().substring("/api/v3/".length());
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            Set<String> symbols = symbols(query.getOrDefault("symbols", "[]"));
            int weight = weight(endpoint, symbols);
            Instant now = clock.instant();
            Optional<HistoryFault> deserved = limits.count(now, endpoint, query.toString(), weight);
            HistoryFault fault = deserved.orElseGet(() -> faults.next(limits.calls().getLast()));
            switch (fault) {
                case HistoryFault.NoAnswer _ -> cut(exchange);
                case HistoryFault.Garbled _ -> send(exchange, 200, Optional.empty(), "<html>");
                case HistoryFault.Status refusal -> {
                    limits.scripted(refusal, now);
                    send(exchange, refusal.status(), refusal.retryAfter(), refusal.body());
                }
                default -> answer(exchange, endpoint, query, symbols, fault);
            }
        }
    }

    private void answer(
            HttpExchange exchange,
            String endpoint,
            Map<String, String> query,
            Set<String> symbols,
            HistoryFault fault)
            throws IOException {
        TapeHistory history =
                new TapeHistory(
                        tape, new TapeLimits(), clock, HistoryFaults.inOrder(fault), _ -> {});
        boolean micros =
                "MICROSECOND".equals(exchange.getRequestHeaders().getFirst("X-MBX-TIME-UNIT"));
        Reply<String> body =
                switch (endpoint) {
                    case "historicalTrades" ->
                            trades(history, query).map(rows -> rows(rows, micros));
                    case "aggTrades" ->
                            history.aggregates(
                                            symbol(query),
                                            Trade.instant(Long.parseLong(query.get("startTime"))),
                                            Integer.parseInt(query.get("limit")))
                                    .map(rows -> aggregates(rows, micros));
                    case "ticker/24hr" -> history.tickers(symbols).map(TapeServer::tickers);
                    case "exchangeInfo" -> history.exchangeInfo(symbols).map(TapeServer::info);
                    case "time" ->
                            history.time()
                                    .map(time -> "{\"serverTime\":" + Trade.micros(time) + "}");
                    default -> throw new IllegalArgumentException(endpoint);
                };
        if (body instanceof Answered<String>(String json)) {
            send(exchange, 200, Optional.empty(), json);
        } else {
            send(exchange, 400, Optional.empty(), "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
        }
    }

    private static Reply<TradeColumns> trades(TapeHistory history, Map<String, String> query) {
        int limit = Integer.parseInt(query.get("limit"));
        return query.containsKey("fromId")
                ? history.page(symbol(query), Long.parseLong(query.get("fromId")), limit)
                : history.newest(symbol(query), limit);
    }

    private static Symbol symbol(Map<String, String> query) {
        return Symbol.of(query.get("symbol"));
    }

    private static int weight(String endpoint, Set<String> symbols) {
        return switch (endpoint) {
            case "historicalTrades" -> 25;
            case "aggTrades" -> 4;
            case "exchangeInfo" -> 20;
            case "ticker/24hr" ->
                    symbols.isEmpty() || symbols.size() > 100 ? 80 : symbols.size() > 20 ? 40 : 2;
            default -> 1;
        };
    }

    private void send(HttpExchange exchange, int status, Optional<String> retryAfter, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("X-MBX-USED-WEIGHT-1M", Integer.toString(limits.used(clock.instant())));
        retryAfter.ifPresent(wait -> exchange.getResponseHeaders().set("Retry-After", wait));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Hangs up after the head: before it, the JDK's client would ask a second time by itself.
    private static void cut(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('[');
        exchange.getResponseBody().flush();
    }

    private static String rows(TradeColumns rows, boolean micros) {
        ArrayNode list = JSON.createArrayNode();
        for (Trade trade : rows.rows()) {
            list.addObject()
                    .put("id", trade.id())
                    .put("price", Decimal8.format(trade.price()))
                    .put("qty", Decimal8.format(trade.quantity()))
                    .put("quoteQty", "1.00000000")
                    .put("time", micros ? trade.time() : trade.time() / 1_000)
                    .put("isBuyerMaker", trade.buyerIsMaker())
                    .put("isBestMatch", trade.bestMatch());
        }
        return list.toString();
    }

    private static String aggregates(List<AggregateTrade> rows, boolean micros) {
        ArrayNode list = JSON.createArrayNode();
        for (AggregateTrade row : rows) {
            list.addObject()
                    .put("a", row.id())
                    .put("p", "0.01633102")
                    .put("q", "4.70443515")
                    .put("f", row.trades().orElseThrow().first())
                    .put("l", row.trades().orElseThrow().last())
                    .put("T", micros ? row.time() : row.time() / 1_000)
                    .put("m", true)
                    .put("M", true);
        }
        return list.toString();
    }

    private static String tickers(LastIds ids) {
        ArrayNode list = JSON.createArrayNode();
        ids.bySymbol()
                .forEach((symbol, day) ->
                        list.addObject()
                                .put("symbol", symbol)
                                .put("lastPrice", "1.00000000")
                                .put("firstId", day.ids().map(r -> r.first()).orElse(-1L))
                                .put("lastId", day.ids().map(r -> r.last()).orElse(-1L))
                                .put("count", day.count()));
        return list.toString();
    }

    private static String info(ExchangeInfo info) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("timezone", "UTC");
        answer.putArray("rateLimits")
                .addObject()
                .put("rateLimitType", "REQUEST_WEIGHT")
                .put("interval", "MINUTE")
                .put("intervalNum", 1)
                .put("limit", info.weightPerMinute().orElseThrow());
        ArrayNode symbols = answer.putArray("symbols");
        info.listings()
                .forEach((symbol, listing) ->
                        symbols.addObject()
                                .put("symbol", symbol)
                                .put("status", listing.status())
                                .put("quoteAsset", listing.quote()));
        return answer.toString();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static Set<String> symbols(String json) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        JSON.readTree(json).forEach(name -> names.add(name.textValue()));
        return names;
    }
}
