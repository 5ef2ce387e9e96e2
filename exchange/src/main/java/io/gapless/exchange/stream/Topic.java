package io.gapless.exchange.stream;

import io.gapless.exchange.market.SymbolMarket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One symbol's trade stream. Each frame's bytes are built once per style and shared by all connections.
final class Topic {

    /// Trades encoded in one go: bounds the buffers of a burst.
    static final int MOST_TRADES_PER_CHUNK = 2_048;

    private final SymbolMarket market;
    private final FrameEncoder encoder;
    private final FrameFaults faults;
    private final FrameBytes scratch;
    private final ByteBufAllocator buffers;
    private final List<StreamConnection> subscribers = new ArrayList<>();
    private final Map<FrameStyle, ByteBuf> chunks = new EnumMap<>(FrameStyle.class);
    private final long[] ids = new long[MOST_TRADES_PER_CHUNK];

    private int idSpace;
    private long cursor;

    Topic(SymbolMarket market, FrameFaults faults, FrameBytes scratch, ByteBufAllocator buffers) {
        this.market = market;
        this.faults = faults;
        this.scratch = scratch;
        this.buffers = buffers;
        encoder = new FrameEncoder(market.symbol());
        idSpace = market.idSpace();
    }

    void join(StreamConnection connection) {
        pump();
        if (subscribers.isEmpty()) {
            idSpace = market.idSpace();
            cursor = market.newest();
        }
        subscribers.add(connection);
    }

    void leave(StreamConnection connection) {
        subscribers.remove(connection);
    }

    /// Sends what was traded since the last time.
    void pump() {
        if (subscribers.isEmpty()) {
            return;
        }
        if (idSpace != market.idSpace()) {
            idSpace = market.idSpace();
            cursor = market.oldest(SymbolMarket.View.TRUE) - 1;
        }
        long newest = market.newest();
        while (cursor < newest) {
            int count = 0;
            while (cursor < newest && count < ids.length) {
                cursor++;
                if (market.exists(SymbolMarket.View.TRUE, cursor)) {
                    ids[count++] = cursor;
                }
            }
            send(count);
        }
    }

    private void send(int count) {
        if (count == 0) {
            return;
        }
        for (StreamConnection subscriber : subscribers) {
            if (!subscriber.speaks()) {
                continue;
            }
            if (faults.none()) {
                subscriber.frames(chunk(subscriber.style(), count).retainedDuplicate(), count);
            } else {
                sendFaulty(subscriber, count);
            }
        }
        chunks.values().forEach(ByteBuf::release);
        chunks.clear();
    }

    private ByteBuf chunk(FrameStyle style, int count) {
        return chunks.computeIfAbsent(
                style,
                _ -> {
                    scratch.clear();
                    for (int i = 0; i < count; i++) {
                        encoder.append(scratch, market, ids[i], style);
                    }
                    return buffers.directBuffer(scratch.size())
                            .writeBytes(scratch.array(), 0, scratch.size());
                });
    }

    private void sendFaulty(StreamConnection subscriber, int count) {
        for (int i = 0; i < count; i++) {
            long id = ids[i];
            int copies = faults.copies(market.symbol(), id, subscriber.number());
            if (copies > 0) {
                scratch.clear();
                encoder.append(scratch, market, id, subscriber.style());
                byte[] frame = scratch.copy();
                int behind = faults.heldBehind(market.symbol(), id, subscriber.number());
                if (behind == 0 || !subscriber.held().hold(market.symbol(), frame, behind)) {
                    sendOne(subscriber, frame, copies);
                }
            }
        }
    }

    private void sendOne(StreamConnection subscriber, byte[] frame, int copies) {
        for (int copy = 0; copy < copies; copy++) {
            send(subscriber, frame);
        }
        subscriber.held().passed(market.symbol(), late -> send(subscriber, late));
    }

    private void send(StreamConnection subscriber, byte[] frame) {
        subscriber.frames(buffers.directBuffer(frame.length).writeBytes(frame), 1);
    }
}
