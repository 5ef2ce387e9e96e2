package io.gapless.binance;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// Pages that were asked for before they are wanted. Each is given out once.
///
/// Safe for use by many threads.
final class PagesAhead {
    /// Pages beside the one that is wanted now.
    static final int MAX_PAGES = BudgetedHistory.MAX_PAGES_AT_ONCE - 1;

    /// An older page is asked for anew: longer than any wait for the next minute's weight.
    static final Duration MAX_AGE = Duration.ofSeconds(90);

    /// What was asked.
    record Page(Symbol symbol, long fromId, int limit) {}

    private record OnItsWay(Instant askedAt, CompletableFuture<Reply<TradeColumns>> reply) {}

    private final Executor background;
    private final Map<Page, OnItsWay> pages = new LinkedHashMap<>();

    /// @param background may reject what it is given
    PagesAhead(Executor background) {
        this.background = background;
    }

    /// Asks in the background, unless enough is on its way or waits to be taken.
    synchronized void ask(Page page, Instant now, Supplier<Reply<TradeColumns>> request) {
        pages.values().removeIf(each -> isOld(each, now));
        if (pages.size() < MAX_PAGES && !pages.containsKey(page)) {
            try {
                CompletableFuture<Reply<TradeColumns>> reply =
                        CompletableFuture.supplyAsync(request, background);
                pages.put(page, new OnItsWay(now, reply));
            } catch (RejectedExecutionException _) {
                // Then it is asked for when it is wanted.
                pages.remove(page);
            }
        }
    }

    /// The page, if it was asked for; waits until it is there.
    Optional<Reply<TradeColumns>> take(Page page, Instant now) {
        OnItsWay asked;
        synchronized (this) {
            asked = pages.remove(page);
        }
        if (asked == null || isOld(asked, now)) {
            return Optional.empty();
        }
        try {
            return Optional.of(asked.reply().get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(
                    new Reply.Refused<>(
                            new Refusal.Unavailable(
                                    "trades of " + page.symbol() + " from id " + page.fromId(),
                                    "interrupted while waiting for it")));
        }
    }

    private static boolean isOld(OnItsWay page, Instant now) {
        return page.askedAt().plus(MAX_AGE).isBefore(now);
    }
}
