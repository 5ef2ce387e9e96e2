package io.gapless.exchange.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;

/// Writes whose outcome nobody waits for: a peer that is gone is noticed by the channel's end.
final class Outbound {

    private Outbound() {}

    static void write(Channel channel, Object message) {
        var _ = channel.write(message, channel.voidPromise());
    }

    static void writeAndClose(Channel channel, Object message) {
        var _ = channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    static void close(Channel channel) {
        var _ = channel.close();
    }

    /// Ends the connection with a TCP reset.
    static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        close(channel);
    }
}
