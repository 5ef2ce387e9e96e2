/// Binance's market data streams: subscriptions, frames, pings, limits and their faults, on connections that somebody else keeps.
@NullMarked
package io.gapless.exchange.stream;

import org.jspecify.annotations.NullMarked;
