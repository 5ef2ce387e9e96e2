/// The live feed: WebSocket connections to the exchange, kept alive by a deterministic
/// [FeedSupervisor], their frames decoded into columns that the ingest thread drains.
@NullMarked
package io.gapless.listener.feed;

import org.jspecify.annotations.NullMarked;
