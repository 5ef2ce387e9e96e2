package io.gapless.binance;

import io.gapless.trade.TradeIdRange;
import java.util.Optional;

/// The trades of one taker order at one price.
///
/// @param id its own number, of an id space apart from the trades'
/// @param trades the ids of its trades; none in the markers that Binance put in place of aggregates it
///     had counted twice (2022-04-12)
/// @param time when the first of its trades happened, µs since 1970 UTC
public record AggregateTrade(long id, Optional<TradeIdRange> trades, long time) {}
