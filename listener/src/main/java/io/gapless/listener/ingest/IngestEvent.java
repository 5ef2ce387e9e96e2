package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.listener.feed.FeedColumns;
import io.gapless.protocol.WriteOutcome;
import io.gapless.trade.Symbol;
import java.util.Optional;

/// What the ingest core is told.
public sealed interface IngestEvent {
    /// A connection delivered trades. The columns are only lent.
    record TradesReceived(FeedColumns rows) implements IngestEvent {}

    /// Time has passed.
    record Tick() implements IngestEvent {}

    /// An [IngestAction.Write] has ended.
    record WriteEnded(Symbol symbol, WriteOutcome outcome) implements IngestEvent {}

    /// An [IngestAction.ReadCheckpoint] or [IngestAction.FollowOn] was answered, or could not be.
    record CheckpointRead(Symbol symbol, Optional<Checkpoint> checkpoint) implements IngestEvent {}

    /// Nothing more will be received: write everything that is held.
    record Stop() implements IngestEvent {}
}
