package io.gapless.binance;

import java.time.Duration;
import java.time.Instant;

/// How far the exchange's clock is from ours, as the dates on its replies show it.
///
/// A date is cut to the second and the reply took a while, so one reply tells the distance only to a
/// second or more; what all of them have in common is narrower. A reply that contradicts the earlier
/// ones (our clock was set, or drifted) replaces them. Not safe for use by several threads at once.
final class ExchangeClock {
    private static final Duration DATE_STEP = Duration.ofSeconds(1);

    private Duration least = Duration.ZERO;
    private Duration most = Duration.ZERO;
    private boolean heard;

    void heard(Receipt receipt) {
        receipt.date().ifPresent(date -> heard(date, receipt.sentAt(), receipt.receivedAt()));
    }

    private void heard(Instant date, Instant sentAt, Instant receivedAt) {
        Duration atLeast = Duration.between(receivedAt, date);
        Duration atMost = Duration.between(sentAt, date.plus(DATE_STEP));
        boolean contradicts = atLeast.compareTo(most) > 0 || atMost.compareTo(least) < 0;
        if (!heard || contradicts) {
            least = atLeast;
            most = atMost;
            heard = true;
            return;
        }
        least = atLeast.compareTo(least) > 0 ? atLeast : least;
        most = atMost.compareTo(most) < 0 ? atMost : most;
    }

    /// Our time as the exchange's, to about half a second once a reply was heard; unchanged before.
    Instant exchangeTime(Instant ours) {
        return ours.plus(ahead());
    }

    /// The exchange's time as ours.
    Instant ourTime(Instant exchanges) {
        return exchanges.minus(ahead());
    }

    private Duration ahead() {
        return least.plus(most).dividedBy(2);
    }
}
