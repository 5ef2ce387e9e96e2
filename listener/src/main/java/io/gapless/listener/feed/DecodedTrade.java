package io.gapless.listener.feed;

import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;

/// The values of the trade frame decoded last: one of these per connection, written over with each
/// frame, so that a trade costs no object. Meaning and units are those of [io.gapless.trade.Trade].
final class DecodedTrade {
    /// Index into the feed's list of symbols.
    int symbol;

    long id;
    long price;
    long quantity;
    long time;
    boolean buyerIsMaker;
    boolean bestMatch;
    long eventTime;

    void addTo(TradeColumns columns, long receivedAt) {
        columns.add(
                id,
                price,
                quantity,
                time,
                buyerIsMaker,
                bestMatch,
                eventTime,
                receivedAt,
                Source.LIVE);
    }
}
