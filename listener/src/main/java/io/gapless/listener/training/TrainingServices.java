package io.gapless.listener.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// S3, DynamoDB and the exchange's REST interface on one port of loopback, as far as one listener without rivals
/// needs them: conditions are taken for met, objects are counted and dropped, items are kept in memory.
public final class TrainingServices implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_TYPE = "application/json";
    private static final String KEY = "symbol";
    private static final String EMPTY_LISTING =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String symbol;
    private final InstantSource clock;
    private final Map<String, JsonNode> items = new ConcurrentHashMap<>();
    private final CountDownLatch objects;

    /// @param symbol as the exchange calls it
    /// @param objects that have to be put until it is enough
    public TrainingServices(String symbol, int objects, InstantSource clock) throws IOException {
        this.symbol = symbol;
        this.objects = new CountDownLatch(objects);
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Of all three.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Waits until enough objects have been put.
    ///
    /// @return whether they have, by then
    public boolean awaitObjects(Duration atMost) throws InterruptedException {
        return objects.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            String operation = target.substring(target.indexOf('.') + 1);
            send(exchange, "application/x-amz-json-1.0", table(operation, JSON.readTree(body)));
        } else if (path.endsWith("/time")) {
            send(exchange, JSON_TYPE, "{\"serverTime\":" + clock.millis() + "}");
        } else if (path.endsWith("/exchangeInfo")) {
            send(exchange, JSON_TYPE, exchangeInfo());
        } else if (path.endsWith("/ticker/24hr")) {
            send(exchange, JSON_TYPE, tickers());
        } else if (exchange.getRequestMethod().equals("PUT")) {
            objects.countDown();
            send(exchange, "application/xml", "");
        } else {
            send(exchange, "application/xml", EMPTY_LISTING);
        }
    }

    private String table(String operation, JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        switch (operation) {
            case "PutItem" -> {
                JsonNode item = request.path("Item");
                items.put(item.path(KEY).path("S").asText(), item);
            }
            case "GetItem" -> {
                JsonNode item = items.get(request.path("Key").path(KEY).path("S").asText());
                if (item != null) {
                    answer.set("Item", item);
                }
            }
            default -> {
                var all = answer.putArray("Items");
                items.values().forEach(all::add);
                answer.put("Count", all.size()).put("ScannedCount", all.size());
            }
        }
        return answer.toString();
    }

    private String exchangeInfo() {
        return "{\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\",\"intervalNum\":1,\"limit\":6000}],\"symbols\":[{\"symbol\":\"%s\",\"status\":\"TRADING\"}]}"
                .formatted(symbol);
    }

    private String tickers() {
        return "[{\"symbol\":\"%s\",\"firstId\":1,\"lastId\":%d,\"count\":%d}]"
                .formatted(symbol, TrainingStream.FIRST_ID - 1, TrainingStream.FIRST_ID - 1);
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
