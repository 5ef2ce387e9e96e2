package io.gapless.dump;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/// A host of dumps on 127.0.0.1 that can break transfers.
final class DumpServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /// What was asked, with the `Range` if there was one.
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// Cuts bodies of zips after so many bytes each, in turn; what follows is whole.
    final List<Integer> cuts = new CopyOnWriteArrayList<>();

    /// Stops sending instead of cutting.
    volatile boolean stalls;

    volatile boolean knowsRanges = true;
    volatile int status = 200;

    /// Called before each transfer of a zip.
    volatile BiConsumer<DumpServer, Integer> before = (_, _) -> {};

    DumpServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void publish(DumpFile file, byte[] zip) {
        publish(file, zip, SampleDumps.checksum(file, zip));
    }

    void publish(DumpFile file, byte[] zip, String checksum) {
        files.put("/" + file.path(), zip);
        files.put("/" + file.checksumPath(), checksum.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String path) {
        files.remove("/" + path);
    }

    private void answer(HttpExchange call) throws IOException {
        String range = call.getRequestHeaders().getFirst("Range");
        String path = call.getRequestURI().getRawPath();
        asked.add(range == null ? path : path + " " + range);
        boolean isZip = path.endsWith(".zip");
        if (isZip) {
            before.accept(this, asked.size());
        }
        byte[] file = files.get(path);
        if (file == null || status != 200) {
            call.sendResponseHeaders(file == null ? 404 : status, -1);
            call.close();
            return;
        }
        String tag = "\"" + Arrays.hashCode(file) + "\"";
        call.getResponseHeaders().set("ETag", tag);
        int from = 0;
        if (range != null
                && knowsRanges
                && tag.equals(call.getRequestHeaders().getFirst("If-Range"))) {
            from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
            call.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
        }
        int most = isZip && !cuts.isEmpty() ? cuts.removeFirst() : Integer.MAX_VALUE;
        int to = Math.min(file.length, from + Math.min(most, file.length));
        call.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
        call.getResponseBody().write(file, from, to - from);
        if (to < file.length) {
            call.getResponseBody().flush();
            hold();
            throw new IOException("cut");
        }
        call.close();
    }

    private void hold() {
        if (stalls) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
