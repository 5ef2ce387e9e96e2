package io.gapless.simulation;

import io.gapless.listener.feed.SimulatedTradeFeed.Connection;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The exchange's streams: every open connection gets every trade, unless something goes wrong.
final class Streams {
    /// After the announcement of a shutdown, in seconds.
    private static final double CUT_AFTER = 30;

    private final World world;
    private final List<Stream> open = new ArrayList<>();
    private int opened;

    Streams(World world) {
        this.world = world;
    }

    private static final class Stream {
        final ListenerProcess process;
        final Connection connection;
        final Set<Integer> stalled = new LinkedHashSet<>();
        boolean silent;
        long openedAt;
        long lastArrival;

        Stream(ListenerProcess process, Connection connection) {
            this.process = process;
            this.connection = connection;
        }

        boolean isOver() {
            return process.isDead() || connection.isOver();
        }

        String name() {
            return process + ", " + connection;
        }
    }

    void connect(ListenerProcess process, Connection connection) {
        Faults faults = world.faults();
        Stream stream = new Stream(process, connection);
        if (faults.strikes(Fault.CONNECT_REFUSED, Step.CONNECT, stream::name)) {
            OptionalInt status =
                    faults.chance().nextInt(4) == 0 ? OptionalInt.of(429) : OptionalInt.empty();
            process.later(world.latency(), () -> connection.refused(status));
            return;
        }
        long handshake = 3 * world.latency();
        if (faults.strikes(Fault.CONNECT_SLOW, Step.CONNECT, stream::name)) {
            handshake += faults.micros(1, 60);
        }
        process.later(
                handshake,
                () -> {
                    if (!stream.isOver()) {
                        stream.openedAt = world.time().now();
                        open.add(stream);
                        opened++;
                        connection.opened();
                    }
                });
    }

    void sent(ListenerProcess process, Connection connection, String text) {
        for (Stream stream : open) {
            if (stream.connection == connection && !stream.silent) {
                process.later(world.latency(), () -> connection.answered(text));
            }
        }
    }

    /// A trade happens.
    void publish(int symbol, Trade trade) {
        open.removeIf(Stream::isOver);
        long now = world.time().now();
        for (Stream stream : open) {
            if (!stream.silent && !stream.stalled.contains(symbol)) {
                OptionalInt subscribed = stream.process.number(symbol);
                subscribed.ifPresent(number -> publish(stream, number, trade, now));
            }
        }
    }

    private void publish(Stream stream, int symbol, Trade trade, long now) {
        Faults faults = world.faults();
        if (faults.strikes(Fault.FRAME_LOST, Step.FRAME, () -> stream.name() + " " + trade.id())) {
            return;
        }
        long arrival = Math.max(stream.lastArrival, now + world.latency());
        if (faults.strikes(Fault.FRAME_LATE, Step.FRAME, () -> stream.name() + " " + trade.id())) {
            arrival += faults.micros(0.01, 20);
        } else {
            stream.lastArrival = arrival;
        }
        deliver(stream, symbol, trade, now, arrival);
        if (faults.strikes(
                Fault.FRAME_DOUBLED, Step.FRAME, () -> stream.name() + " " + trade.id())) {
            deliver(stream, symbol, trade, now, arrival + faults.micros(0.01, 200));
        }
    }

    private void deliver(Stream stream, int symbol, Trade trade, long sentAt, long arrival) {
        stream.process.later(
                arrival - sentAt,
                () ->
                        stream.process.receive(
                                stream.connection,
                                symbol,
                                new Trade(
                                        trade.id(),
                                        trade.price(),
                                        trade.quantity(),
                                        trade.time(),
                                        trade.buyerIsMaker(),
                                        trade.bestMatch(),
                                        sentAt,
                                        Trade.micros(stream.process.clock().instant()),
                                        Source.LIVE)));
    }

    /// Connections that were made so far.
    int opened() {
        return opened;
    }

    /// Cuts every open connection.
    void cut() {
        open.forEach(stream -> stream.process.later(0, stream.connection::cut));
    }

    /// Cuts every connection that is older than so many µs.
    void cutOlderThan(long micros) {
        for (Stream stream : open) {
            if (world.time().now() - stream.openedAt > micros) {
                stream.process.later(0, stream.connection::cut);
            }
        }
    }

    /// Nothing comes any more over any connection that is open now, and nobody is told.
    void fallSilent() {
        open.forEach(stream -> stream.silent = true);
    }

    /// The oldest open connection delivers no more trades of a symbol.
    void stall(int symbol) {
        open.removeIf(Stream::isOver);
        open.getFirst().stalled.add(symbol);
    }

    /// Lets the seed's faults happen to connections, as of every ten seconds.
    void look(int symbols) {
        Faults faults = world.faults();
        for (Stream stream : List.copyOf(open)) {
            if (faults.strikes(Fault.SOCKET_SILENT, Step.IDLE, stream::name)) {
                stream.silent = true;
            }
            if (faults.strikes(Fault.SYMBOL_STALLED, Step.IDLE, stream::name)) {
                stream.stalled.add(faults.chance().nextInt(symbols));
            }
            if (faults.strikes(Fault.SOCKET_CUT, Step.IDLE, stream::name)) {
                stream.process.later(0, stream.connection::cut);
            }
            if (faults.strikes(Fault.SERVER_SHUTDOWN, Step.IDLE, stream::name)) {
                stream.process.later(0, stream.connection::shutdownAnnounced);
                stream.process.later(Math.round(CUT_AFTER * 1e6), stream.connection::cut);
            }
        }
    }
}
