package io.gapless.binance;

import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Cause;
import io.gapless.binance.Reply.Deferred;
import io.gapless.binance.Reply.Refused;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A history that keeps to the exchange's limits: what would break the budget or a ban is not asked
/// but answered with [Deferred], and every ban that is met is remembered before it is reported.
///
/// One request at a time: [RequestBudget]'s promise to other processes on the same address rests on
/// it. A page takes some tens of milliseconds, and 233 of them fill a minute. The first request in a
/// minute that weighs more than [RequestWeight#AGGREGATES] is preceded by one for the time, of weight
/// 1: its reply tells what other processes, or an earlier one of this caller, have used already.
///
/// Safe for use by many threads, which wait for each other.
public final class BudgetedHistory implements TradeHistory {
    private final TradeHistory history;
    private final RequestBudget budget;
    private final BanMemory bans;
    private final InstantSource clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /// @param history tells each of its receipts to `budget`
    public BudgetedHistory(
            TradeHistory history, RequestBudget budget, BanMemory bans, InstantSource clock) {
        this.history = history;
        this.budget = budget;
        this.bans = bans;
        this.clock = clock;
    }

    @Override
    public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
        return within(RequestWeight.PAGE, () -> history.page(symbol, fromId, limit));
    }

    @Override
    public Reply<TradeColumns> newest(Symbol symbol, int limit) {
        return within(RequestWeight.PAGE, () -> history.newest(symbol, limit));
    }

    @Override
    public Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
        return within(RequestWeight.AGGREGATES, () -> history.aggregates(symbol, from, limit));
    }

    @Override
    public Reply<LastIds> tickers(Set<String> exchangeNames) {
        return within(
                RequestWeight.tickers(exchangeNames.size()), () -> history.tickers(exchangeNames));
    }

    @Override
    public Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
        Reply<ExchangeInfo> reply =
                within(RequestWeight.EXCHANGE_INFO, () -> history.exchangeInfo(exchangeNames));
        if (reply instanceof Answered<ExchangeInfo> answered) {
            answered.value().weightPerMinute().ifPresent(budget::exchangeAllows);
        }
        return reply;
    }

    @Override
    public Reply<Instant> time() {
        return within(RequestWeight.TIME, history::time);
    }

    /// Whether a request of that weight would be sent now, and if not, when.
    public Optional<Instant> deferredUntil(int weight) {
        Instant now = clock.instant();
        return waitFor(weight, now).map(Deferred::until);
    }

    private <T> Reply<T> within(int weight, Supplier<Reply<T>> request) {
        oneAtATime.lock();
        try {
            Instant now = clock.instant();
            Optional<Deferred<T>> wait = waitFor(weight, now);
            if (wait.isPresent()) {
                return wait.get();
            }
            boolean blind = weight > RequestWeight.AGGREGATES && !budget.hasHeard(now);
            return blind
                    ? sent(RequestWeight.TIME, history::time).then(_ -> sent(weight, request))
                    : sent(weight, request);
        } finally {
            oneAtATime.unlock();
        }
    }

    private <T> Reply<T> sent(int weight, Supplier<Reply<T>> request) {
        Instant now = clock.instant();
        Optional<Deferred<T>> wait = waitFor(weight, now);
        if (wait.isPresent()) {
            return wait.get();
        }
        budget.spent(weight, now);
        Reply<T> reply = request.get();
        if (reply instanceof Refused<T>(Refusal refusal) && refusal instanceof Refusal.Ban ban) {
            bans.met(ban, clock.instant());
        }
        return reply;
    }

    private <T> Optional<Deferred<T>> waitFor(int weight, Instant now) {
        Optional<Deferred<T>> ban =
                bans.inForce(now)
                        .map(wait -> new Deferred<>(wait.until(), wait.cause(), wait.sentence()));
        if (ban.isPresent()) {
            return ban;
        }
        Instant allowed = budget.nextAllowed(weight, now);
        return allowed.isAfter(now)
                ? Optional.of(
                        new Deferred<>(
                                allowed,
                                Cause.BUDGET,
                                "The request weight of this minute, "
                                        + budget.usable()
                                        + ", is used up; it goes on at "
                                        + allowed.truncatedTo(ChronoUnit.SECONDS)
                                        + "."))
                : Optional.empty();
    }
}
