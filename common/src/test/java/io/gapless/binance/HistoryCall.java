package io.gapless.binance;

import java.time.Instant;

/// A request that reached the exchange.
///
/// @param endpoint the end of its path, such as `historicalTrades`
/// @param asked what was asked, for people
/// @param weight what it cost
/// @param banned whether it came while the exchange had told its sender to stay away
public record HistoryCall(Instant at, String endpoint, String asked, int weight, boolean banned) {}
