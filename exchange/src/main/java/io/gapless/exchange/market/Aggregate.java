package io.gapless.exchange.market;

/// One taker order at one price.
///
/// @param id aggregate id
/// @param price count of 1e-8
/// @param quantity count of 1e-8, the sum over its trades
/// @param firstTrade first trade id
/// @param lastTrade last trade id
/// @param tradeMicros time of the first fill, µs since the epoch
/// @param buyerMaker whether the buyer was the maker
public record Aggregate(
        long id,
        long price,
        long quantity,
        long firstTrade,
        long lastTrade,
        long tradeMicros,
        boolean buyerMaker) {}
