package io.gapless.exchange.net;

import io.gapless.exchange.control.ControlApi;
import io.gapless.exchange.dump.DumpHost;
import io.gapless.exchange.market.MarketClock;
import io.gapless.exchange.rest.RestApi;
import io.gapless.exchange.stream.HandshakeDesk;
import io.gapless.exchange.stream.StreamHub;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on the port and ticks. Everything runs on the one thread of `loop`.
public final class ExchangeServer {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeServer.class);
    private static final int LONGEST_REQUEST_LINE = 1 << 16;
    private static final int LARGEST_HEADERS = 1 << 14;
    private static final int LARGEST_CHUNK = 1 << 13;
    private static final int LARGEST_BODY = 1 << 16;
    private static final int WAITING_CONNECTIONS = 1_024;

    private final EventLoopGroup loop;
    private final StreamHub streams;
    private final Later later;
    private final HttpFront.Desks desks;

    public ExchangeServer(
            EventLoopGroup loop,
            MarketClock clock,
            HandshakeDesk handshakes,
            StreamHub streams,
            RestApi rest,
            DumpHost dumps,
            ControlApi control) {
        this.loop = loop;
        this.streams = streams;
        later = new Later(clock);
        desks = new HttpFront.Desks(handshakes, streams, rest, dumps, control, later);
    }

    /// Starts to listen on 127.0.0.1 and to tick.
    ///
    /// @return the port
    /// @throws IllegalStateException when the port is taken; the message names it
    public int start(int port, Duration tick) {
        InetSocketAddress wanted = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, WAITING_CONNECTIONS)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Pipeline())
                        .bind(wanted)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen on 127.0.0.1:%d: %s".formatted(port, why(bound.cause())),
                    bound.cause());
        }
        var _ =
                loop.scheduleWithFixedDelay(
                        this::tick, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private static String why(Throwable cause) {
        return cause instanceof BindException
                ? "another program has this port (%s)".formatted(cause.getMessage())
                : cause.toString();
    }

    private void tick() {
        try {
            later.runDue();
            streams.tick();
        } catch (RuntimeException failure) {
            // A failing tick must not end all later ones in silence.
            LOG.atError().setCause(failure).log("tick failed");
        }
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(
                                    LONGEST_REQUEST_LINE, LARGEST_HEADERS, LARGEST_CHUNK))
                    .addLast(new HttpObjectAggregator(LARGEST_BODY))
                    .addLast(new HttpFront(desks));
        }
    }
}
