/// What the exchange knows about past trades: the port [io.gapless.binance.TradeHistory], its adapter
/// over Binance's REST interface, and what keeps every caller inside the exchange's limits.
///
/// Start with [io.gapless.binance.TradeHistory] and [io.gapless.binance.Reply]. Facts about Binance
/// are taken from its documents (binance/binance-spot-api-docs) as of July 2026.
@NullMarked
package io.gapless.binance;

import org.jspecify.annotations.NullMarked;
