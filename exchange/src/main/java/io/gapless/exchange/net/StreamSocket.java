package io.gapless.exchange.net;

import io.gapless.exchange.stream.StreamConnection;
import io.gapless.exchange.stream.StreamHub;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands what arrives on one WebSocket to the streams.
final class StreamSocket extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);

    private final StreamHub hub;
    private final StreamConnection connection;

    StreamSocket(StreamHub hub, StreamConnection connection) {
        this.hub = hub;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> hub.text(connection, text.text());
            case PingWebSocketFrame ping ->
                    hub.ping(connection, ByteBufUtil.getBytes(ping.content()));
            case PongWebSocketFrame pong ->
                    hub.pong(connection, ByteBufUtil.getBytes(pong.content()));
            case CloseWebSocketFrame close -> {
                if (hub.closing(connection)) {
                    Outbound.writeAndClose(context.channel(), close.retain());
                }
            }
            default -> LOG.atDebug().addKeyValue("frame", frame).log("frame ignored");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        hub.closed(connection);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug()
                .setCause(cause)
                .addKeyValue("connection", connection.number())
                .log("connection lost");
        Outbound.close(context.channel());
    }
}
