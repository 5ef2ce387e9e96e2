package io.gapless.listener.ingest;

import java.util.Optional;

/// Performs what the ingest core wants done, without making it wait.
///
/// Used by the ingest thread alone.
public interface ActionRunner {
    /// Begins an action and returns at once. Actions of different symbols may go on at the same time;
    /// of one symbol the core never asks for a second one before the first has ended.
    void begin(IngestAction action);

    /// How an action has ended, if one has that was not told yet. Every one ends but
    /// [IngestAction.Alarm], whatever the stores do.
    ///
    /// @throws IllegalStateException once, when an action has met what cannot happen
    Optional<IngestEvent> takeEnded();
}
