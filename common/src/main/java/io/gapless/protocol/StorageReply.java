package io.gapless.protocol;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.PutOutcome;
import java.util.Optional;

/// What became of a [StorageCall].
public sealed interface StorageReply {
    record CheckpointRead(Optional<Checkpoint> checkpoint) implements StorageReply {}

    /// @param stored whether the write took effect; otherwise somebody else was faster
    record CheckpointWritten(boolean stored) implements StorageReply {}

    record ObjectPut(PutOutcome outcome) implements StorageReply {}

    record ObjectGot(Optional<byte[]> object) implements StorageReply {}

    record Paused() implements StorageReply {}

    /// No answer: the call may have taken effect, or may still.
    record Unavailable(String why) implements StorageReply {}
}
