package io.gapless.batch;

import io.gapless.trade.TradeColumns;
import java.util.Optional;

/// Trades of one symbol in ascending order of their ids, piece by piece: more than fit into memory.
public interface TradeStream {
    /// The next rows, at least one; empty behind the last.
    ///
    /// @throws CorruptBatchException when what is read is damaged. What came before is not to be
    ///     trusted then either: a checksum is known to be right only at the end
    Optional<TradeColumns> next();
}
