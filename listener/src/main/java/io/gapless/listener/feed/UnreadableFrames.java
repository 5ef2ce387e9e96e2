package io.gapless.listener.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps samples of frames that cannot be decoded, in the log: the first [#MAX_PER_HOUR] of each hour
/// over all connections of a feed, however often these are replaced. All are counted. Safe for any
/// thread.
final class UnreadableFrames {
    /// Samples kept per hour: enough to see what has changed, and too few to fill a log.
    static final int MAX_PER_HOUR = 20;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableFrames.class);

    private final InstantSource clock;
    private final FeedCounters counters;
    private Instant hourEnds = Instant.MIN;
    private int kept;
    private long passedOver;

    UnreadableFrames(InstantSource clock, FeedCounters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    /// A frame that may have been a trade.
    void add(int connection, StreamFrame.Unreadable frame) {
        counters.unreadable.increment();
        if (isKept()) {
            LOG.atError()
                    .addKeyValue("connection", connection)
                    .addKeyValue("problem", frame.problem())
                    .addKeyValue("sample", frame.sample())
                    .log("A frame cannot be decoded: if it was a trade, its id becomes a gap");
        }
    }

    /// A message that did not even become a frame of text.
    void add(int connection, Throwable error) {
        counters.unreadable.increment();
        if (isKept()) {
            LOG.atWarn()
                    .addKeyValue("connection", connection)
                    .addKeyValue(
                            "problem", TradeFrameDecoder.sample(String.valueOf(error.getMessage())))
                    .log("A message could not be taken in");
        }
    }

    private synchronized boolean isKept() {
        Instant now = clock.instant();
        // A clock set back must not silence this for longer than an hour.
        if (!now.isBefore(hourEnds) || now.isBefore(hourEnds.minus(HOUR))) {
            if (passedOver > 0) {
                LOG.atError()
                        .addKeyValue("frames", passedOver)
                        .log("More frames could not be decoded and were only counted");
            }
            hourEnds = now.plus(HOUR);
            kept = 0;
            passedOver = 0;
        }
        if (kept == MAX_PER_HOUR) {
            passedOver++;
            return false;
        }
        kept++;
        return true;
    }
}
