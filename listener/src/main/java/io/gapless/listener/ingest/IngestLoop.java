package io.gapless.listener.ingest;

import io.gapless.listener.feed.FeedColumns;
import io.gapless.listener.feed.TradeFeed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The thin shell around [Ingest]: carries trades and results in, and actions out. Production loops
/// over [#runOnce] and a simulation calls it; there is no other way in.
///
/// For one thread, the ingest thread.
public final class IngestLoop {
    private final TradeFeed feed;
    private final Ingest ingest;
    private final ActionRunner runner;
    private final InstantSource clock;
    private boolean stopping;

    /// @param ingest of the feed's symbols, in the feed's order
    public IngestLoop(TradeFeed feed, Ingest ingest, ActionRunner runner, InstantSource clock) {
        this.feed = feed;
        this.ingest = ingest;
        this.runner = runner;
        this.clock = clock;
    }

    /// Takes in whatever has arrived and whatever has ended, lets the core look at the time, and
    /// begins what it wants done. Does not wait.
    public void runOnce() {
        Instant now = clock.instant();
        if (!stopping) {
            drain(now);
        }
        for (Optional<IngestEvent> ended = runner.takeEnded();
                ended.isPresent();
                ended = runner.takeEnded()) {
            tell(ended.get(), now);
        }
        tell(new IngestEvent.Tick(), now);
    }

    /// Stops reading, and begins to write everything that was received. Goes on in [#runOnce], until
    /// [#isDrained]; also when the feed fails at it.
    public void stop() {
        stopping = true;
        try {
            feed.stop();
            drain(clock.instant());
        } finally {
            tell(new IngestEvent.Stop(), clock.instant());
        }
    }

    /// Whether nothing that was received is left for this process to write.
    public boolean isDrained() {
        return ingest.isDrained();
    }

    private void drain(Instant now) {
        feed.drain((FeedColumns rows) -> tell(new IngestEvent.TradesReceived(rows), now));
    }

    private void tell(IngestEvent event, Instant now) {
        ingest.on(event, now).forEach(runner::begin);
    }
}
