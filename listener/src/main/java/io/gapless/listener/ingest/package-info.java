/// The ingest core: merges what the connections deliver by trade id, decides what to write when, and
/// keeps memory bounded. [io.gapless.listener.ingest.Ingest] decides,
/// [io.gapless.listener.ingest.IngestLoop] does.
@NullMarked
package io.gapless.listener.ingest;

import org.jspecify.annotations.NullMarked;
