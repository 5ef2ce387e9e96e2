package io.gapless.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Lambda's Runtime API, as far as a function needs it: hands out invocations and takes answers.
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
public final class RuntimeApi implements AutoCloseable {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

    private final Runnable atRestore;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> handedOut = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger restores = new AtomicInteger();

    /// One invocation and what came of it.
    ///
    /// @param deadline when Lambda would kill the environment
    public record Invocation(
            String id, String event, long deadline, CompletableFuture<Answer> answer) {
        /// @throws TimeoutException when there is none by then
        public Answer await(Duration longest) throws InterruptedException, TimeoutException {
            try {
                return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer is never completed by a failure", e);
            }
        }
    }

    /// @param failed whether the function threw
    public record Answer(boolean failed, String body) {}

    /// Listens on a free port of loopback.
    public RuntimeApi() throws IOException {
        this(() -> {});
    }

    /// @param atRestore done while a function waits to be restored from its snapshot: as if in it
    public RuntimeApi(Runnable atRestore) throws IOException {
        this.atRestore = atRestore;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// As the variable `AWS_LAMBDA_RUNTIME_API` wants it.
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Puts an event in the queue, from which a function takes it when it asks for the next.
    ///
    /// @param timeout of the function, from now on
    public Invocation invoke(String event, Duration timeout) {
        return invoke("request-" + ids.incrementAndGet(), event, timeout);
    }

    private Invocation invoke(String id, String event, Duration timeout) {
        long deadline = System.currentTimeMillis() + timeout.toMillis();
        Invocation invocation = new Invocation(id, event, deadline, new CompletableFuture<>());
        waiting.add(invocation);
        return invocation;
    }

    /// How often a function has asked to be restored from its snapshot.
    public int restores() {
        return restores.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try {
            if (path.equals(INVOCATION + "next")) {
                next(exchange);
            } else if (path.endsWith("/restore/next")) {
                restores.incrementAndGet();
                atRestore.run();
                send(exchange, 200, "{}");
            } else if (path.startsWith(INVOCATION)) {
                String[] parts = path.substring(INVOCATION.length()).split("/", -1);
                String body =
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Invocation answered = handedOut.remove(parts[0]);
                if (answered != null) {
                    answered.answer().complete(new Answer(parts[1].equals("error"), body));
                }
                send(exchange, answered == null ? 404 : 202, "");
            } else {
                send(exchange, 404, "");
            }
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        Invocation next = waiting.take();
        handedOut.put(next.id(), next);
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", next.id());
        headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(next.deadline()));
        headers.set(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:ap-northeast-1:123456789012:function:gapless-backfill:live");
        send(exchange, 200, next.event());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        // Amazon's client reads it without looking whether it is there.
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
