/// Binance's public REST endpoints under `/api/v3`, with weights, refusals and faults. Knows requests and replies, no sockets.
@NullMarked
package io.gapless.exchange.rest;

import org.jspecify.annotations.NullMarked;
