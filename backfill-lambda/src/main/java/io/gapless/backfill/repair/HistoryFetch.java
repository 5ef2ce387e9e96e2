package io.gapless.backfill.repair;

import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.protocol.Backoff;
import io.gapless.protocol.Pause;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Asks the exchange, waits where it must, and knows when to stop.
final class HistoryFetch {
    /// Tries of one request that the exchange does not answer, in one run.
    static final int MAX_ATTEMPTS = 4;

    /// Pages that the history is told of beforehand.
    static final int PAGES_EXPECTED = 2;

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final TradeHistory history;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;
    private final RepairProgress progress;
    private final Instant deadline;

    HistoryFetch(
            TradeHistory history,
            InstantSource clock,
            Pause pause,
            RandomGenerator random,
            RepairProgress progress,
            Instant deadline) {
        this.history = history;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
        this.progress = progress;
        this.deadline = deadline;
    }

    /// What a walk brought.
    ///
    /// @param refused why it ended early for this symbol alone, as a sentence
    /// @param stopped why it ended early for everything
    record Fetched(PageWalk walk, Optional<String> refused, Optional<Stopped> stopped) {}

    /// Walks over the wanted ids. What was fetched before a refusal or the deadline is not lost.
    ///
    /// @param ids of the symbol; a page that tells of others is not taken
    /// @param notAfter trades later than this are left to the listener: it ends where they begin
    Fetched walk(Symbol symbol, IdSpace ids, Coverage wanted, Instant notAfter)
            throws InterruptedException {
        PageWalk walk = new PageWalk(wanted);
        Optional<PageWalk.Request> next = walk.next();
        while (next.isPresent()) {
            PageWalk.Request request = next.get();
            expect(symbol, walk, request);
            try {
                switch (ask(() -> history.page(symbol, request.fromId(), request.limit()))) {
                    case Outcome.Answer<TradeColumns>(var page) -> {
                        if (ids.contradicts(page)) {
                            return new Fetched(walk, Optional.of(anew(symbol)), Optional.empty());
                        }
                        int old = rowsUntil(page, Trade.micros(notAfter));
                        int before = walk.rows().size();
                        if (old > 0 || page.isEmpty()) {
                            walk.accept(request, page.slice(0, old));
                            progress.fetched(symbol, walk.rows().size() - before);
                        }
                        if (old < page.size()) {
                            return new Fetched(walk, Optional.empty(), Optional.empty());
                        }
                    }
                    case Outcome.No<TradeColumns>(var refusal) -> {
                        return new Fetched(walk, Optional.of(refusal.sentence()), Optional.empty());
                    }
                }
            } catch (Stopped e) {
                return new Fetched(walk, Optional.empty(), Optional.of(e));
            }
            next = walk.next();
        }
        return new Fetched(walk, Optional.empty(), Optional.empty());
    }

    private static int rowsUntil(TradeColumns page, long micros) {
        int row = 0;
        while (row < page.size() && page.time(row) <= micros) {
            row++;
        }
        return row;
    }

    private static String anew(Symbol symbol) {
        return "ALARM " + IdSpace.anew(symbol, "its history");
    }

    private void expect(Symbol symbol, PageWalk walk, PageWalk.Request request) {
        Optional<PageWalk.Request> after = walk.after(request);
        for (int page = 0; page < PAGES_EXPECTED && after.isPresent(); page++) {
            history.expect(symbol, after.get().fromId(), after.get().limit());
            after = walk.after(after.get());
        }
    }

    /// An answer, or a refusal that concerns just what was asked.
    sealed interface Outcome<T> {
        record Answer<T>(T value) implements Outcome<T> {}

        record No<T>(Refusal refusal) implements Outcome<T> {}
    }

    /// Asks until there is an answer.
    ///
    /// @throws Stopped when the run must end
    <T> Outcome<T> ask(Supplier<Reply<T>> request) throws Stopped, InterruptedException {
        int failures = 0;
        while (true) {
            if (!clock.instant().isBefore(deadline)) {
                throw new Stopped(Ending.OUT_OF_TIME, "its time is up", Optional.empty());
            }
            switch (request.get()) {
                case Reply.Answered<T>(var value) -> {
                    return new Outcome.Answer<>(value);
                }
                case Reply.Deferred<T>(var until, var cause, var sentence) -> {
                    boolean ban = cause != Reply.Cause.BUDGET;
                    waitUntil(until, ban ? Ending.BANNED : Ending.OUT_OF_TIME, sentence);
                }
                case Reply.Refused<T>(var refusal) -> {
                    switch (refusal) {
                        case Refusal.Ban ban ->
                                waitUntil(ban.until(), Ending.BANNED, ban.sentence());
                        case Refusal.Unavailable unavailable -> {
                            failures++;
                            if (failures >= MAX_ATTEMPTS) {
                                throw new Stopped(
                                        Ending.UNAVAILABLE,
                                        unavailable.sentence(),
                                        Optional.empty());
                            }
                            Instant until = clock.instant().plus(BACKOFF.after(failures, random));
                            waitUntil(until, Ending.UNAVAILABLE, unavailable.sentence());
                        }
                        case Refusal.UnknownSymbol no -> {
                            return new Outcome.No<>(no);
                        }
                        case Refusal.BadRequest no -> {
                            return new Outcome.No<>(no);
                        }
                        case Refusal.Unreadable no -> {
                            return new Outcome.No<>(no);
                        }
                    }
                }
            }
        }
    }

    private void waitUntil(Instant until, Ending otherwise, String why)
            throws Stopped, InterruptedException {
        Instant now = clock.instant();
        if (!until.isBefore(deadline)) {
            throw new Stopped(otherwise, why, Optional.of(until));
        }
        if (until.isAfter(now)) {
            progress.waiting(until, why);
            pause.pause(Duration.between(now, until));
        }
    }
}
