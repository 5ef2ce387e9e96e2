package io.gapless.local.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// A way from one process to one server, on a port of its own of 127.0.0.1, that can be disturbed.
///
/// It knows nothing of what goes over it. Two virtual threads per connection.
public final class Link implements AutoCloseable {
    /// More than any request of the programs, so that one that is held is held as a whole.
    private static final int CHUNK_BYTES = 1 << 18;

    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket door;
    private final IntSupplier serverPort;
    private final Map<Direction, Passage> passages = new EnumMap<>(Direction.class);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    private Link(ServerSocket door, IntSupplier serverPort) {
        this.door = door;
        this.serverPort = serverPort;
        for (Direction direction : Direction.values()) {
            passages.put(direction, new Passage());
        }
    }

    /// @param serverPort the port of 127.0.0.1 at which the server is when a connection is made
    public static Link to(IntSupplier serverPort) {
        try {
            Link link =
                    new Link(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), serverPort);
            Thread.ofVirtual().name("link").start(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    /// Where the process has to go instead of to the server.
    public int port() {
        return door.getLocalPort();
    }

    /// Puts a disturbance into force.
    ///
    /// @param directions which are disturbed; a cut and a refusal are always of both
    public void disturb(Disturbance disturbance, Set<Direction> directions) {
        switch (disturbance) {
            case Disturbance.Cut _ -> cut();
            case Disturbance.Refuse _ -> {
                refusing = true;
                cut();
            }
            case Disturbance.OfBytes ofBytes ->
                    directions.forEach(direction -> passage(direction).disturb(ofBytes));
        }
    }

    /// Everything works again; what was held arrives.
    public void clear() {
        refusing = false;
        passages.values().forEach(Passage::clear);
    }

    private void cut() {
        open.forEach(Link::reset);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().name("link to server").start(() -> connect(client));
            } catch (IOException e) {
                // Closed: the loop sees it.
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket()) {
            if (refusing || !reach(server)) {
                reset(client);
                return;
            }
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back =
                    Thread.ofVirtual()
                            .name("link to client")
                            .start(() -> pump(server, client, passage(Direction.TO_CLIENT)));
            pump(client, server, passage(Direction.TO_SERVER));
            back.join();
            open.remove(server);
        } catch (IOException e) {
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /// @return false if the server is away
    private boolean reach(Socket server) {
        try {
            server.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort.getAsInt()),
                    CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Carries one direction to its end, and tells the other side of the end.
    private static void pump(Socket from, Socket to, Passage passage) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int bytes = in.read(chunk);
            while (bytes >= 0 && passage.await(bytes)) {
                out.write(chunk, 0, bytes);
                bytes = in.read(chunk);
            }
            passage.await(0);
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Passage passage(Direction direction) {
        return java.util.Objects.requireNonNull(passages.get(direction));
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        passages.values().forEach(Passage::close);
        cut();
    }
}
