/// The sockets: one local port for REST, streams and control, on Netty, on one thread.
@NullMarked
package io.gapless.exchange.net;

import org.jspecify.annotations.NullMarked;
