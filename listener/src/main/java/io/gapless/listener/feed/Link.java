package io.gapless.listener.feed;

import java.time.Instant;
import java.util.Optional;

/// One connection as the supervisor sees it, from the first attempt on.
final class Link {
    /// Trades that other connections to the same streams must have got before this one's silence
    /// counts as a stall.
    static final int STALL_TRADES = 20;

    final int number;
    private final StreamShard shard;
    private final FeedSettings settings;
    private final Instant connectDeadline;
    private Optional<Subscriptions> subscriptions = Optional.empty();
    private Instant openedAt;
    private Instant retireAt;
    private Instant lastSentAt;
    private Instant lastFrameAt;
    private Instant progressAt;
    private long shardTradesAtProgress;
    private long frames;
    private long trades;
    private Optional<Instant> confirmedAt = Optional.empty();
    private Optional<ReconnectReason> ending = Optional.empty();

    Link(int number, StreamShard shard, FeedSettings settings, Instant now) {
        this.number = number;
        this.shard = shard;
        this.settings = settings;
        connectDeadline = now.plus(settings.timing().connectWithin());
        openedAt = now;
        retireAt = now.plus(settings.timing().lifetime());
        lastSentAt = now.minus(settings.timing().messageSpacing());
        lastFrameAt = now;
        progressAt = now;
    }

    void opened(Instant now, Instant retire, long shardTrades) {
        subscriptions = Optional.of(new Subscriptions(shard, settings, now));
        openedAt = now;
        lastFrameAt = now;
        progressAt = now;
        shardTradesAtProgress = shardTrades;
        retireAt = retire;
    }

    /// Takes note of what it has received.
    ///
    /// @return how many trades are new
    long received(FeedEvent.Activity activity, Instant now) {
        long newTrades = activity.trades() - trades;
        if (activity.frames() > frames || activity.waiting()) {
            lastFrameAt = now;
        }
        frames = activity.frames();
        trades = activity.trades();
        return newTrades;
    }

    /// To be called after every connection's trades of this tick have been counted.
    ///
    /// @param progressed whether this one got trades, or could not because nobody took them
    void progress(boolean progressed, long shardTrades, Instant now) {
        if (progressed || !subscriptions.map(Subscriptions::isComplete).orElse(false)) {
            progressAt = now;
            shardTradesAtProgress = shardTrades;
        }
    }

    boolean isOpen() {
        return subscriptions.isPresent();
    }

    Optional<Subscriptions> subscriptions() {
        return subscriptions;
    }

    boolean isConnectOverdue(Instant now) {
        return !isOpen() && !now.isBefore(connectDeadline);
    }

    /// The next message to send, if one is due and the pace allows it.
    Optional<String> nextMessage(Instant now) {
        if (now.isBefore(lastSentAt.plus(settings.timing().messageSpacing()))) {
            return Optional.empty();
        }
        Optional<String> message = subscriptions.flatMap(asked -> asked.next(now));
        if (message.isPresent()) {
            lastSentAt = now;
        }
        return message;
    }

    /// What is wrong with an open connection, if anything.
    Optional<ReconnectReason> fault(long shardTrades, Instant now) {
        FeedTiming timing = settings.timing();
        Optional<ReconnectReason> unsubscribed = subscriptions.flatMap(Subscriptions::failure);
        if (unsubscribed.isPresent()) {
            return unsubscribed;
        }
        if (!now.isBefore(lastFrameAt.plus(timing.silentAfter()))) {
            return Optional.of(ReconnectReason.SILENT);
        }
        boolean othersDeliver = shardTrades - shardTradesAtProgress >= STALL_TRADES;
        if ((othersDeliver || confirmedAt.isEmpty())
                && !now.isBefore(progressAt.plus(timing.stalledAfter()))) {
            return Optional.of(ReconnectReason.STALLED);
        }
        return Optional.empty();
    }

    /// Notes whether it has shown that it delivers: by a trade, or, where the market is quiet, by
    /// an answer.
    void confirm(long shardTrades, Instant now) {
        if (confirmedAt.isPresent()
                || !subscriptions.map(Subscriptions::isComplete).orElse(false)) {
            return;
        }
        boolean quiet =
                subscriptions.map(Subscriptions::isAnswered).orElse(false)
                        && !now.isBefore(openedAt.plus(settings.timing().quietAfter()))
                        && shardTrades - shardTradesAtProgress < STALL_TRADES;
        if (trades > 0 || quiet) {
            confirmedAt = Optional.of(now);
        }
    }

    /// Since when it is known to deliver.
    Optional<Instant> confirmedAt() {
        return confirmedAt;
    }

    Instant retireAt() {
        return retireAt;
    }

    /// Why it is being replaced, if it is.
    Optional<ReconnectReason> ending() {
        return ending;
    }

    void end(ReconnectReason reason) {
        ending = Optional.of(reason);
    }
}
