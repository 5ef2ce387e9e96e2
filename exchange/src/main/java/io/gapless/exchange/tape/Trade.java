package io.gapless.exchange.tape;

/// One trade as the exchange knows it.
///
/// @param id trade id, unique within the symbol
/// @param price count of 1e-8
/// @param quantity count of 1e-8 of the base asset
/// @param tradeMicros trade time `T`, µs since the epoch
/// @param eventMicros event time `E`, µs since the epoch: when the stream sends it
/// @param buyerMaker whether the buyer was the maker (`m`)
/// @param bestMatch `M` on the stream, `isBestMatch` on REST
public record Trade(
        long id,
        long price,
        long quantity,
        long tradeMicros,
        long eventMicros,
        boolean buyerMaker,
        boolean bestMatch) {

    /// The same trade under another id and with its times moved by `micros`.
    public Trade moved(long newId, long micros) {
        return newId == id && micros == 0
                ? this
                : new Trade(
                        newId,
                        price,
                        quantity,
                        tradeMicros + micros,
                        eventMicros + micros,
                        buyerMaker,
                        bestMatch);
    }
}
