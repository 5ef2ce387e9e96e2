package io.gapless.exchange.net;

import io.gapless.exchange.dump.DumpAnswer;
import io.gapless.exchange.dump.DumpHost;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;

/// Sends files of past days, in parts and cut short where that is what happens.
final class DumpReply {

    private DumpReply() {}

    static void send(Channel channel, FullHttpRequest request, DumpHost dumps) {
        HttpHeaders asked = request.headers();
        DumpAnswer answer =
                dumps.answer(
                        request.method().name(),
                        new QueryStringDecoder(request.uri()).path(),
                        Optional.ofNullable(asked.get(HttpHeaderNames.RANGE)),
                        Optional.ofNullable(asked.get(HttpHeaderNames.IF_RANGE)));
        DefaultHttpResponse head =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !answer.isCut();
        head.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.promised())
                .set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES)
                .set(
                        HttpHeaderNames.CONNECTION,
                        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        ByteBuf body = Unpooled.EMPTY_BUFFER;
        if (answer.file().isPresent()) {
            var file = answer.file().get();
            head.headers().set(HttpHeaderNames.ETAG, file.tag());
            if (answer.from() > 0) {
                head.headers()
                        .set(
                                HttpHeaderNames.CONTENT_RANGE,
                                "bytes %d-%d/%d"
                                        .formatted(answer.from(), file.size() - 1, file.size()));
            }
            body = Unpooled.wrappedBuffer(file.bytes(), answer.from(), answer.sent());
        }
        Outbound.write(channel, head);
        if (keepAlive) {
            Outbound.write(channel, new DefaultLastHttpContent(body));
            channel.flush();
        } else {
            Outbound.writeAndClose(channel, new DefaultLastHttpContent(body));
        }
    }
}
