package io.gapless.exchange.tape;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The trades of one symbol. Ids ascend by one except for [#holes], times never decrease. Not thread-safe: the exchange's one thread owns it.
///
/// Only ids up to the newest one ever answered by [#lastIdAt] may be asked for: what lies behind it may still change
/// (a burst can be put in).
public interface SymbolTape {

    /// The oldest id there is.
    long firstId();

    /// The newest id published at `micros` of the tape's time, `firstId() - 1` when there is none yet.
    long lastIdAt(long micros);

    /// The trade of this id.
    Trade trade(long id);

    /// The price of this id as a count of 1e-8, without the cost of working out its time.
    default long priceOf(long id) {
        return trade(id).price();
    }

    /// The quantity of this id as a count of 1e-8, without the cost of working out its time.
    default long quantityOf(long id) {
        return trade(id).quantity();
    }

    /// The aggregate (one taker order at one price) that a trade belongs to.
    long aggregateOf(long id);

    /// The trades of an aggregate, as far as the tape knows them.
    IdRange tradesOf(long aggregateId);

    /// Opens a burst: so many more trades from `micros` on, spread over `within`. They come after everything already published.
    ///
    /// @throws UnsupportedOperationException when the tape is a recording, which stays as it was recorded
    void burst(long micros, int trades, Duration within);

    /// Ids between the first and the last that this tape never issued.
    default List<IdRange> holes() {
        return List.of();
    }

    /// The `data` object of the recorded frame, byte for byte, where this trade comes from a recording.
    default Optional<byte[]> recordedFrame(long id) {
        return Optional.empty();
    }
}
