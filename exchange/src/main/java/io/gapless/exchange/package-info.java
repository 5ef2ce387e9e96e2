/// Gapless's own simulated Binance spot exchange: Binance's streams and public REST endpoints on one local port, with limits, and with faults on command. It
/// shares no code with the programs that it tests: an independent witness. Start reading at `SimulatedExchange`.
@NullMarked
package io.gapless.exchange;

import org.jspecify.annotations.NullMarked;
