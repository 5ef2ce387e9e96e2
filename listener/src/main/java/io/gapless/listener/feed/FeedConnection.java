package io.gapless.listener.feed;

import io.gapless.trade.Trade;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.ReadHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket connection: decodes what comes in into its buffer, and reports everything else as
/// events. The frames of a connection come one after the other on its own socket thread: trades as they
/// were read, all other frames by way of Tyrus.
final class FeedConnection extends Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(FeedConnection.class);

    private final int number;
    private final ConnectionHandle handle;
    private final FeedBuffer buffer;
    private final TradeFrameDecoder decoder;
    private final InstantSource clock;
    private final FeedCounters counters;
    private final UnreadableFrames unreadable;
    private final Consumer<FeedEvent> events;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong trades = new AtomicLong();
    private final FrameSieve sieve = new FrameSieve(this::take);
    private volatile Optional<Session> session = Optional.empty();
    private long receivedAt;

    FeedConnection(
            int number,
            ConnectionHandle handle,
            FeedBuffer buffer,
            TradeFrameDecoder decoder,
            InstantSource clock,
            FeedCounters counters,
            UnreadableFrames unreadable,
            Consumer<FeedEvent> events) {
        this.number = number;
        this.handle = handle;
        this.buffer = buffer;
        this.decoder = decoder;
        this.clock = clock;
        this.counters = counters;
        this.unreadable = unreadable;
        this.events = events;
    }

    int number() {
        return number;
    }

    ConnectionHandle handle() {
        return handle;
    }

    FeedBuffer buffer() {
        return buffer;
    }

    /// What it has received, if it is open.
    Optional<FeedEvent.Activity> activity() {
        return session.map(_ ->
                new FeedEvent.Activity(
                        number, frames.getAcquire(), trades.getAcquire(), buffer.isFull()));
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        // Tyrus schedules a task per frame for an idle time-out of 0, the default, and none below.
        opened.setMaxIdleTimeout(-1);
        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::receive);
        session = Optional.of(opened);
        events.accept(new FeedEvent.Opened(number));
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        session = Optional.empty();
        buffer.close();
        String phrase = reason.getReasonPhrase();
        events.accept(
                new FeedEvent.Closed(
                        number,
                        "code "
                                + reason.getCloseCode().getCode()
                                + (phrase == null || phrase.isEmpty()
                                        ? ""
                                        : ", " + TradeFrameDecoder.sample(phrase))));
    }

    @Override
    public void onError(Session failed, Throwable error) {
        unreadable.add(number, error);
    }

    /// Sends without waiting. A message that is lost is noticed by the answer that does not come.
    void send(String text) {
        session.ifPresent(open -> {
            try {
                var _ = open.getAsyncRemote().sendText(text);
            } catch (IllegalStateException _) {
                LOG.atDebug()
                        .addKeyValue("connection", number)
                        .log("Not sent: the connection has just been closed");
            }
        });
    }

    /// Says goodbye and closes; may take as long as the network wants.
    void close() {
        Optional<Session> open = session;
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException | IllegalStateException e) {
            LOG.atDebug()
                    .addKeyValue("connection", number)
                    .addKeyValue("problem", String.valueOf(e.getMessage()))
                    .log("Closing failed: the connection will be cut");
        }
    }

    /// Cuts the socket; nothing that comes after is taken.
    void abort() {
        session = Optional.empty();
        buffer.close();
        handle.cut();
    }

    /// Takes in what was read from the socket. All of it was received at this moment.
    ///
    /// @param tyrus gets what is no trade
    void read(ByteBuffer data, ReadHandler tyrus) {
        receivedAt = Trade.micros(clock.instant());
        sieve.read(data, tyrus);
    }

    private boolean take(byte[] bytes, int from, int to) {
        if (!decoder.decode(bytes, from, to)) {
            return false;
        }
        if (decoder.trade().symbol < 0) {
            counters.otherFrames.increment();
        } else {
            append(decoder.trade());
        }
        count();
        return true;
    }

    private void receive(String frame) {
        switch (decoder.decode(frame)) {
            case StreamFrame.Kind.TRADE -> append(decoder.trade());
            case StreamFrame.Kind.OTHER -> counters.otherFrames.increment();
            case StreamFrame.Kind.SERVER_SHUTDOWN ->
                    events.accept(new FeedEvent.ShutdownAnnounced(number));
            case StreamFrame.Reply(var id, var listed) ->
                    events.accept(new FeedEvent.Replied(number, id, listed));
            case StreamFrame.ErrorReply(var id, String text) ->
                    events.accept(new FeedEvent.Refused(number, id, text));
            case StreamFrame.Unreadable unread -> unreadable.add(number, unread);
        }
        count();
    }

    private void count() {
        counters.frames.increment();
        // One thread writes: no need for an atomic increment.
        frames.setRelease(frames.getPlain() + 1);
    }

    private void append(DecodedTrade trade) {
        try {
            if (buffer.append(trade, receivedAt)) {
                counters.trades.increment();
                counters.tradeAt(receivedAt);
                trades.setRelease(trades.getPlain() + 1);
            }
        } catch (InterruptedException _) {
            // The transport is being shut down. The row was not taken, so none after it may be.
            Thread.currentThread().interrupt();
            abort();
        }
    }
}
