package io.gapless.binance;

import io.gapless.binance.Reply.Answered;
import io.gapless.binance.Reply.Cause;
import io.gapless.binance.Reply.Deferred;
import io.gapless.binance.Reply.Refused;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A history that keeps to the exchange's limits: what would break the budget or a ban is not asked
/// but answered with [Deferred], and every ban that is met is remembered before it is reported.
///
/// What is on its way at a time weighs no more than the heaviest request: [RequestBudget]'s promise to
/// other processes on the same address rests on it. So that is one request of any kind, or up to
/// [#MAX_PAGES_AT_ONCE] pages. Several are sent only where one after the other would not get through the
/// minute's weight: where the exchange is far away. The first request in a minute that weighs more than
/// [RequestWeight#AGGREGATES] is preceded by one for the time, of weight 1: its reply tells what other
/// processes, or an earlier one of this caller, have used already.
///
/// Safe for use by many threads, which wait for each other.
public final class BudgetedHistory implements TradeHistory {
    /// Pages on their way at a time: as heavy together as the heaviest request.
    public static final int MAX_PAGES_AT_ONCE = RequestWeight.HEAVIEST / RequestWeight.PAGE;

    /// One page after the other is fast enough while a whole minute's weight takes no longer than this:
    /// the rest is for writing what came, and for the pause between two runs.
    static final Duration SLOWEST_ONE_BY_ONE = Duration.ofSeconds(36);

    private final TradeHistory history;
    private final RequestBudget budget;
    private final BanMemory bans;
    private final InstantSource clock;
    private final Semaphore onTheWay = new Semaphore(MAX_PAGES_AT_ONCE, true);
    private final ReentrantLock deciding = new ReentrantLock();
    private final PagesAhead ahead;
    private volatile Duration pageTook = Duration.ZERO;

    /// One request after the other, in the order in which their answers are wanted.
    ///
    /// @param history tells each of its receipts to `budget`
    public BudgetedHistory(
            TradeHistory history, RequestBudget budget, BanMemory bans, InstantSource clock) {
        this(history, budget, bans, clock, BudgetedHistory::reject);
    }

    private static void reject(Runnable request) {
        throw new RejectedExecutionException(request + " waits until it is wanted");
    }

    /// @param history tells each of its receipts to `budget`
    /// @param background runs requests that somebody will want the answer of
    public BudgetedHistory(
            TradeHistory history,
            RequestBudget budget,
            BanMemory bans,
            InstantSource clock,
            Executor background) {
        this.history = history;
        this.budget = budget;
        this.bans = bans;
        this.clock = clock;
        this.ahead = new PagesAhead(background);
    }

    @Override
    public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
        return ahead.take(new PagesAhead.Page(symbol, fromId, limit), clock.instant())
                .orElseGet(() -> fetch(symbol, fromId, limit));
    }

    @Override
    public void expect(Symbol symbol, long fromId, int limit) {
        Instant now = clock.instant();
        Duration minute = pageTook.multipliedBy(budget.usable() / RequestWeight.PAGE);
        if (minute.compareTo(SLOWEST_ONE_BY_ONE) > 0
                && budget.hasHeard(now)
                && deferredUntil(RequestWeight.PAGE).isEmpty()) {
            ahead.ask(
                    new PagesAhead.Page(symbol, fromId, limit),
                    now,
                    () -> fetch(symbol, fromId, limit));
        }
    }

    private Reply<TradeColumns> fetch(Symbol symbol, long fromId, int limit) {
        return within(
                RequestWeight.PAGE,
                () -> {
                    Instant sent = clock.instant();
                    Reply<TradeColumns> reply = history.page(symbol, fromId, limit);
                    pageTook = Duration.between(sent, clock.instant());
                    return reply;
                });
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
        int share = weight <= RequestWeight.PAGE ? 1 : MAX_PAGES_AT_ONCE;
        onTheWay.acquireUninterruptibly(share);
        try {
            Optional<Reply<T>> instead = decide(weight);
            if (instead.isPresent()) {
                return instead.get();
            }
            return remembered(request.get());
        } finally {
            onTheWay.release(share);
        }
    }

    /// Charges the request, or says why it is not sent.
    private <T> Optional<Reply<T>> decide(int weight) {
        deciding.lock();
        try {
            Instant now = clock.instant();
            Optional<Deferred<T>> wait = waitFor(weight, now);
            if (wait.isEmpty() && weight > RequestWeight.AGGREGATES && !budget.hasHeard(now)) {
                budget.spent(RequestWeight.TIME, now);
                Reply<Instant> told = remembered(history.time());
                if (!(told instanceof Answered<Instant>)) {
                    return Optional.of(told.then(_ -> neverAnswered()));
                }
                now = clock.instant();
                wait = waitFor(weight, now);
            }
            if (wait.isPresent()) {
                return Optional.of(wait.get());
            }
            budget.spent(weight, now);
            return Optional.empty();
        } finally {
            deciding.unlock();
        }
    }

    private static <T> Reply<T> neverAnswered() {
        throw new IllegalStateException("a refusal turned into an answer");
    }

    private <T> Reply<T> remembered(Reply<T> reply) {
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
