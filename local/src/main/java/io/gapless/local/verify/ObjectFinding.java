package io.gapless.local.verify;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one object turned out to hold.
public sealed interface ObjectFinding {
    String key();

    /// Sound rows, exactly those that the key names.
    ///
    /// @param rowsBySource how many came from where
    /// @param lastTrade the row with the highest id
    record Rows(BatchKey batch, long bytes, Map<Source, Long> rowsBySource, Trade lastTrade)
            implements ObjectFinding {
        public Rows {
            rowsBySource = new EnumMap<>(rowsBySource);
        }

        @Override
        public String key() {
            return batch.toString();
        }
    }

    /// A void: no rows, on purpose.
    record Released(BatchKey batch) implements ObjectFinding {
        @Override
        public String key() {
            return batch.toString();
        }
    }

    /// Not what belongs there.
    ///
    /// @param batch what the key says, if it says anything
    /// @param problem what is wrong, in one sentence that names the key
    record Unsound(String key, Optional<BatchKey> batch, String problem) implements ObjectFinding {}
}
