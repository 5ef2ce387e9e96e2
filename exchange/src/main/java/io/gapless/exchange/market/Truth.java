package io.gapless.exchange.market;

import io.gapless.exchange.tape.IdRange;
import java.util.List;

/// What was really traded, for comparison with an archive.
///
/// @param symbol the symbol
/// @param firstId the oldest id that exists
/// @param lastId the newest id traded so far, `firstId - 1` when there is none
/// @param trades how many trades lie from the first to the last id
/// @param neverIssued the ids between them that were never issued
/// @param historyFirstId the oldest id that REST still serves
public record Truth(
        String symbol,
        long firstId,
        long lastId,
        long trades,
        List<IdRange> neverIssued,
        long historyFirstId) {

    public Truth {
        neverIssued = List.copyOf(neverIssued);
    }
}
