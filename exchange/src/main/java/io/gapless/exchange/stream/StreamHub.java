package io.gapless.exchange.stream;

import com.fasterxml.jackson.databind.node.NullNode;
import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// All stream connections and topics. [#tick] does everything that is due; it and all else run on the exchange's one thread.
public final class StreamHub {

    private final Market market;
    private final StreamLimits limits;
    private final Counters counters;
    private final FrameFaults frameFaults;
    private final ClientRequests requests;
    private final Map<String, Topic> topics = new HashMap<>();
    private final List<StreamConnection> connections = new ArrayList<>();
    private int accepted;

    public StreamHub(
            Market market,
            StreamLimits limits,
            Counters counters,
            ByteBufAllocator buffers,
            long seed) {
        this.market = market;
        this.limits = limits;
        this.counters = counters;
        frameFaults = new FrameFaults(seed);
        requests = new ClientRequests(new Changes(), limits);
        FrameBytes scratch = new FrameBytes();
        for (SymbolMarket symbol : market.symbols()) {
            topics.put(
                    FrameEncoder.streamName(symbol.symbol()),
                    new Topic(symbol, frameFaults, scratch, buffers));
        }
    }

    /// Takes a connection whose handshake is about to be answered: it hears what is traded from now on.
    public StreamConnection open(Wire wire, StreamRequest request) {
        StreamConnection connection =
                new StreamConnection(
                        ++accepted, wire, request, limits, counters, market.clock().wallMicros());
        counters.add(Counter.CONNECTIONS_OPENED);
        connections.add(connection);
        connection.overfull(!new Changes().subscribe(connection, request.streams()));
        return connection;
    }

    /// The handshake is answered. Only now is a connection cut that asked for too many streams.
    public void handshakeDone(StreamConnection connection) {
        if (connection.overfull()) {
            requests.refuseStreams(connection, NullNode.instance);
        }
    }

    /// The connection is gone, whoever ended it.
    public void closed(StreamConnection connection) {
        connection.end();
        new Changes().unsubscribe(connection, List.copyOf(connection.streams()));
        connections.remove(connection);
    }

    public void text(StreamConnection connection, String text) {
        if (connection.takes(market.clock().wallMicros())
                && text.length() <= StreamLimits.MESSAGE_BYTES) {
            requests.answer(connection, text);
            connection.flush();
        }
    }

    public void ping(StreamConnection connection, byte[] payload) {
        if (connection.takes(market.clock().wallMicros())) {
            connection.pinged(payload);
            connection.flush();
        }
    }

    public void pong(StreamConnection connection, byte[] payload) {
        if (connection.takes(market.clock().wallMicros())) {
            connection.ponged(payload);
        }
    }

    /// The client's close frame.
    ///
    /// @return whether it is to be answered
    public boolean closing(StreamConnection connection) {
        return connection.hears() && connection.speaks();
    }

    /// Sends what was traded, pings whom it is time to ping, cuts whom it is time to cut, and flushes once.
    public void tick() {
        topics.values().forEach(Topic::pump);
        long now = market.clock().wallMicros();
        for (StreamConnection connection : List.copyOf(connections)) {
            connection.attend(now);
            connection.flush();
        }
    }

    public int openConnections() {
        return connections.size();
    }

    public void inject(Fault.OfFrames fault) {
        topics.values().forEach(Topic::pump);
        frameFaults.add(fault);
    }

    public void silence(OptionalInt number) {
        each(number, StreamConnection::goSilent);
    }

    public void halfOpen(OptionalInt number) {
        each(number, StreamConnection::goHalfOpen);
    }

    public void cut(Fault.Cut cut) {
        each(
                cut.connection(),
                connection -> {
                    connection.flush();
                    switch (cut.style()) {
                        case CLOSE -> connection.close(cut.code(), "");
                        case FIN -> connection.end();
                        case RST -> connection.reset();
                    }
                });
    }

    /// Sends `serverShutdown` in each connection's own form and unit, and closes the connections later.
    public void shutDown(Fault.ServerShutdown shutdown) {
        long cutAt = market.clock().wallMicros() + shutdown.cutAfter().toNanos() / 1_000;
        each(
                shutdown.connection(),
                connection -> {
                    long time = connection.style().time(market.clock().shownMicros());
                    String event = "{\"e\":\"serverShutdown\",\"E\":%d}".formatted(time);
                    connection.text(
                            connection.combined()
                                    ? "{\"stream\":\"!serverShutdown\",\"data\":" + event + "}"
                                    : event);
                    connection.cutAt(cutAt);
                    connection.flush();
                });
    }

    /// Ends all faults of frames and silences, and sends what was held back.
    public void clearFaults() {
        topics.values().forEach(Topic::pump);
        frameFaults.clear();
        for (StreamConnection connection : connections) {
            connection.speakAgain();
            connection.held().release(frame -> connection.frames(Unpooled.wrappedBuffer(frame), 1));
        }
    }

    /// Ends all connections.
    public void close() {
        List.copyOf(connections).forEach(StreamConnection::end);
    }

    private void each(OptionalInt number, Consumer<StreamConnection> action) {
        for (StreamConnection connection : List.copyOf(connections)) {
            if (connection.number() == number.orElse(connection.number())) {
                action.accept(connection);
            }
        }
    }

    private final class Changes implements ClientRequests.Subscriptions {

        @Override
        public boolean subscribe(StreamConnection connection, List<String> names) {
            for (String name : names) {
                if (connection.streams().contains(name)) {
                    continue;
                }
                if (connection.streams().size() == StreamLimits.STREAMS) {
                    counters.add(Counter.STREAM_LIMIT_CUTS);
                    return false;
                }
                connection.streams().add(name);
                Topic topic = topics.get(name);
                if (topic != null) {
                    topic.join(connection);
                }
            }
            return true;
        }

        @Override
        public void unsubscribe(StreamConnection connection, List<String> names) {
            for (String name : names) {
                Topic topic = topics.get(name);
                if (connection.streams().remove(name) && topic != null) {
                    topic.leave(connection);
                }
            }
        }
    }
}
