package io.gapless.listener.ingest;

import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// When the held trades of a symbol are to be written, and whether the checkpoint is looked at before.
///
/// Ages count from a trade's arrival, by this machine's clock: how long ago the exchange says that it
/// happened decides nothing.
///
/// For the ingest thread alone.
final class FlushTiming {
    /// Shortest wait after something that did not come to its end; the longest is twice that.
    static final Duration RETRY_AFTER = Duration.ofSeconds(3);

    private final Symbol symbol;
    private final IngestSettings settings;
    private boolean flushedOnce;
    private boolean standby;
    private boolean lookFirst = true;
    private boolean stopping;
    private Instant waitsSince = Instant.MIN;
    private Instant notBefore = Instant.MIN;

    FlushTiming(Symbol symbol, IngestSettings settings) {
        this.symbol = symbol;
        this.settings = settings;
    }

    /// Whether held trades are old or many enough.
    boolean isDue(TradeRuns held, Instant now) {
        FlushPolicy policy = settings.flushPolicy();
        long patience = flushedOnce ? policy.patience(standby) : policy.firstPatience(symbol);
        return held.rows() >= policy.room(standby) || age(held, now) >= patience;
    }

    /// Whether they have waited twice as long as they should: the checkpoint cannot be looked at. A
    /// clock that was set back is no sign of that.
    boolean isOverdue(TradeRuns held, Instant now) {
        FlushPolicy policy = settings.flushPolicy();
        long age = age(held, now);
        return held.rows() >= 2 * policy.room(standby)
                || (age >= 2 * policy.patience(standby) && age < Age.UNKNOWN);
    }

    /// Whether the checkpoint is looked at before anything is cut: at the start and the end, and while
    /// another writer usually archives the same trades earlier.
    boolean looksFirst() {
        return lookFirst || (standby && !stopping);
    }

    /// Not while it waits; a wait ends early when the clock is set back behind its beginning.
    boolean mayBegin(Instant now) {
        return !now.isBefore(notBefore) || now.isBefore(waitsSince);
    }

    boolean isStopping() {
        return stopping;
    }

    void looked() {
        lookFirst = false;
    }

    void flushed() {
        flushedOnce = true;
    }

    /// Another writer archives the same trades: it is left the first go.
    void standBy() {
        standby = true;
    }

    /// Nobody else does.
    void takeTheLead() {
        standby = false;
    }

    /// Everything that is due waits for somebody else's write.
    void waitForOthers(Instant now) {
        lookAgainAfter(settings.flushPolicy().interval().dividedBy(4), now);
    }

    /// Everything that is due lies behind young holes.
    void waitForHoles(Instant now) {
        lookAgainAfter(settings.reorderGrace(), now);
    }

    /// Tries again later; at different times for different symbols, so that stores that come back are
    /// not met by all at once.
    void retryLater(Instant now, RandomGenerator random) {
        long spread = RETRY_AFTER.toMillis();
        waitFor(Duration.ofMillis(spread + random.nextLong(spread)), now);
    }

    /// Everything is due at once, after one more look.
    void stop() {
        stopping = true;
        lookFirst = true;
        notBefore = Instant.MIN;
    }

    private void lookAgainAfter(Duration wait, Instant now) {
        lookFirst = true;
        waitFor(wait, now);
    }

    private void waitFor(Duration wait, Instant now) {
        waitsSince = now.minus(Age.TOLERANCE);
        notBefore = now.plus(wait);
    }

    private static long age(TradeRuns held, Instant now) {
        return held.isEmpty() ? 0 : Age.micros(held.oldestReceivedAt(), now);
    }
}
