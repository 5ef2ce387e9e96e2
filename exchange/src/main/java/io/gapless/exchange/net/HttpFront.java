package io.gapless.exchange.net;

import io.gapless.exchange.control.ControlApi;
import io.gapless.exchange.dump.DumpHost;
import io.gapless.exchange.rest.Reply;
import io.gapless.exchange.rest.RestApi;
import io.gapless.exchange.rest.RestCall;
import io.gapless.exchange.stream.HandshakeDesk;
import io.gapless.exchange.stream.StreamHub;
import io.gapless.exchange.stream.StreamLimits;
import io.gapless.exchange.stream.StreamRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sorts HTTP requests: handshakes to the streams, `/control/` to control, `/data/` to the files of past days, all else to REST.
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int URI_TOO_LONG = 414;
    private static final int LARGEST_CLIENT_FRAME = 1 << 16;

    /// The parts that answer.
    record Desks(
            HandshakeDesk handshakes,
            StreamHub streams,
            RestApi rest,
            DumpHost dumps,
            ControlApi control,
            Later later) {}

    private final Desks desks;

    HttpFront(Desks desks) {
        this.desks = desks;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Channel channel = context.channel();
        if (request.decoderResult().isFailure()) {
            send(channel, request, plain(URI_TOO_LONG));
        } else if (StreamRequest.isStreamPath(request.uri())) {
            shakeHands(channel, request);
        } else if (request.uri().startsWith("/control")) {
            send(channel, request, desks.control().answer(request.method().name(), request.uri()));
        } else if (request.uri().startsWith(DumpHost.PREFIX)) {
            DumpReply.send(channel, request, desks.dumps());
        } else {
            answerRest(channel, request);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().setCause(cause).log("connection lost");
        Outbound.close(context.channel());
    }

    private void answerRest(Channel channel, FullHttpRequest request) {
        RestCall call =
                new RestCall(
                        request.method().name(),
                        request.uri(),
                        address(channel),
                        Optional.ofNullable(request.headers().get("X-MBX-TIME-UNIT")));
        Reply reply = desks.rest().answer(call);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        desks.later().after(reply.hold(), () -> send(channel, keepAlive, reply));
    }

    private void shakeHands(Channel channel, FullHttpRequest request) {
        Optional<StreamRequest> wanted = StreamRequest.parse(request.uri());
        if (request.uri().length() > StreamLimits.URL_CHARACTERS) {
            send(channel, request, plain(URI_TOO_LONG));
            return;
        }
        switch (desks.handshakes().decide(address(channel))) {
            case HandshakeDesk.Decision.Reset _ -> Outbound.reset(channel);
            case HandshakeDesk.Decision.Refuse refused ->
                    send(channel, request, RestApi.refusal(refused.status()));
            case HandshakeDesk.Decision.Accept accepted -> {
                if (wanted.isEmpty()) {
                    send(channel, request, plain(400));
                } else {
                    request.retain();
                    desks.later()
                            .after(accepted.delay(), () -> upgrade(channel, request, wanted.get()));
                }
            }
        }
    }

    private void upgrade(Channel channel, FullHttpRequest request, StreamRequest wanted) {
        try {
            if (!channel.isActive()) {
                return;
            }
            WebSocketServerHandshaker handshaker =
                    new WebSocketServerHandshakerFactory(
                                    "ws://" + request.headers().get(HttpHeaderNames.HOST),
                                    null,
                                    WebSocketDecoderConfig.newBuilder()
                                            .maxFramePayloadLength(LARGEST_CLIENT_FRAME)
                                            .build())
                            .newHandshaker(request);
            if (handshaker == null) {
                var _ = WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
                return;
            }
            // Subscribed before the answer goes out: who sees the answer misses nothing traded
            // after it.
            var connection = desks.streams().open(new SocketWire(channel), wanted);
            var _ = handshaker.handshake(channel, request);
            channel.pipeline()
                    .replace(this, "stream", new StreamSocket(desks.streams(), connection));
            desks.streams().handshakeDone(connection);
        } finally {
            request.release();
        }
    }

    private static void send(Channel channel, FullHttpRequest request, Reply reply) {
        send(channel, HttpUtil.isKeepAlive(request), reply);
    }

    private static void send(Channel channel, boolean keepAlive, Reply reply) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        Unpooled.wrappedBuffer(reply.body().bytes()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().bytes().length)
                .set(
                        HttpHeaderNames.CONNECTION,
                        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        reply.headers().forEach(response.headers()::set);
        if (keepAlive) {
            Outbound.write(channel, response);
            channel.flush();
        } else {
            Outbound.writeAndClose(channel, response);
        }
    }

    private static Reply plain(int status) {
        return Reply.html(status, HttpResponseStatus.valueOf(status).toString());
    }

    private static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }
}
