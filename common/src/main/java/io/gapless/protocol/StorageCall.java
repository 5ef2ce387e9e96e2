package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import java.time.Duration;
import java.util.Map;

/// One thing that a [Procedure] asks for.
public sealed interface StorageCall {
    /// Answered by [StorageReply.CheckpointRead].
    record ReadCheckpoint(Symbol symbol) implements StorageCall {}

    /// Answered by [StorageReply.CheckpointWritten].
    record WriteCheckpoint(Checkpoint next) implements StorageCall {}

    /// Create-only. Answered by [StorageReply.ObjectPut].
    record PutObject(BatchKey key, byte[] body, Map<String, String> metadata)
            implements StorageCall {}

    /// Answered by [StorageReply.ObjectGot].
    record GetObject(BatchKey key) implements StorageCall {}

    /// Nothing for a while. Answered by [StorageReply.Paused].
    record Pause(Duration time) implements StorageCall {}
}
