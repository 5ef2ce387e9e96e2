package io.gapless.exchange.net;

import io.gapless.exchange.stream.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/// A WebSocket on a Netty channel. Trade frames pass the encoder by: they come encoded.
final class SocketWire implements Wire {

    private final Channel channel;

    SocketWire(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void frames(ByteBuf frames) {
        Outbound.write(channel, frames);
    }

    @Override
    public void text(String text) {
        Outbound.write(channel, new TextWebSocketFrame(text));
    }

    @Override
    public void ping(byte[] payload) {
        Outbound.write(channel, new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    @Override
    public void pong(byte[] payload) {
        Outbound.write(channel, new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public long unsentBytes() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    @Override
    public void close(int code, String reason) {
        Outbound.writeAndClose(channel, new CloseWebSocketFrame(code, reason));
    }

    @Override
    public void end() {
        Outbound.close(channel);
    }

    @Override
    public void reset() {
        Outbound.reset(channel);
    }

    @Override
    public void stopReading() {
        var _ = channel.config().setAutoRead(false);
    }
}
