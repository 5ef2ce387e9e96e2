package io.gapless.listener.ingest;

import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Trade;
import java.time.Instant;

/// What an ingest core has done since its start. Written by its thread alone.
public final class IngestCounts {
    long tradesReceived;
    long duplicates;
    long gapsOpened;
    long tradesArchived;
    long objectsArchived;
    long bytesArchived;
    long tradesGivenUp;
    long tradesArchivedByOthers;
    long writesFailed;
    long longestDelayMicros;

    void archived(EncodedBatch batch, Instant now) {
        tradesArchived += batch.range().size();
        objectsArchived++;
        bytesArchived += batch.body().length;
        longestDelayMicros =
                Math.max(longestDelayMicros, Trade.micros(now) - batch.key().firstTime());
    }

    /// Trades that the connections delivered, duplicates included.
    public long tradesReceived() {
        return tradesReceived;
    }

    /// Trades that were held or archived already.
    public long duplicates() {
        return duplicates;
    }

    /// Holes that outlived the reorder grace.
    public long gapsOpened() {
        return gapsOpened;
    }

    /// Trades that this process archived.
    public long tradesArchived() {
        return tradesArchived;
    }

    public long objectsArchived() {
        return objectsArchived;
    }

    /// Bytes of the objects that this process archived.
    public long bytesArchived() {
        return bytesArchived;
    }

    /// Trades dropped because memory was full.
    public long tradesGivenUp() {
        return tradesGivenUp;
    }

    /// Trades received here that another writer archived.
    public long tradesArchivedByOthers() {
        return tradesArchivedByOthers;
    }

    /// Writes that ended without a commit and are tried again.
    public long writesFailed() {
        return writesFailed;
    }

    /// The longest time from a trade to its durable object since the last call, µs.
    public long takeLongestDelayMicros() {
        long longest = longestDelayMicros;
        longestDelayMicros = 0;
        return longest;
    }
}
