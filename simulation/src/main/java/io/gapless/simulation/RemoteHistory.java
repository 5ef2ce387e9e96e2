package io.gapless.simulation;

import io.gapless.binance.AggregateTrade;
import io.gapless.binance.ExchangeInfo;
import io.gapless.binance.HistoryCall;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.LastIds;
import io.gapless.binance.Receipt;
import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.TapeHistory;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The exchange's REST interface as a process reaches it.
final class RemoteHistory implements TradeHistory {
    /// No retry is told to wait longer, in seconds.
    private static final double LONGEST_BAN = 600;

    private final SimulatedProcess process;
    private final Address address;
    private final Consumer<Receipt> receipts;
    private final TapeHistory tape;
    private Optional<Receipt> receipt = Optional.empty();

    /// @param address from which this process asks; bans and weights are the address's
    /// @param receipts told of each reply by the process's own clock
    RemoteHistory(SimulatedProcess process, Address address, Consumer<Receipt> receipts) {
        this.process = process;
        this.address = address;
        this.receipts = receipts;
        World world = process.world();
        tape =
                new TapeHistory(
                        world.market().tape(),
                        address.limits(),
                        world.time(),
                        this::fault,
                        told -> receipt = Optional.of(told));
    }

    @Override
    public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
        return call(
                Step.PAGE,
                symbol + " from " + fromId + " limit " + limit,
                () -> tape.page(symbol, fromId, limit));
    }

    @Override
    public Reply<TradeColumns> newest(Symbol symbol, int limit) {
        return call(Step.PAGE, "newest " + symbol, () -> tape.newest(symbol, limit));
    }

    @Override
    public Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
        return call(
                Step.PAGE,
                "aggregates " + symbol + " from " + from,
                () -> tape.aggregates(symbol, from, limit));
    }

    @Override
    public Reply<LastIds> tickers(Set<String> exchangeNames) {
        return call(Step.TICKER, "tickers", () -> tape.tickers(exchangeNames));
    }

    @Override
    public Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
        return call(Step.EXCHANGE_INFO, "symbols", () -> tape.exchangeInfo(exchangeNames));
    }

    @Override
    public Reply<Instant> time() {
        return call(Step.TIME, "time", tape::time);
    }

    private <T> Reply<T> call(Step step, String about, Supplier<Reply<T>> request) {
        World world = process.world();
        Faults faults = world.faults();
        process.requireAlive();
        if (faults.strikes(Fault.KILLED_AT_CALL, step, () -> process + " (" + about + ")")) {
            throw process.die();
        }
        Instant sentAt = process.clock().instant();
        process.sleep(world.latency());
        address.asked(process, step, about);
        receipt = Optional.empty();
        Reply<T> reply = request.get();
        address.requireWithinLimit();
        Optional<Receipt> told = receipt;
        world.story().tell(() -> process + " asks for " + about + ": " + brief(reply));
        if (reply instanceof Reply.Refused<T>(var refusal) && refusal instanceof Refusal.Ban ban) {
            address.told(process, ban.until());
        }
        Duration ahead = Duration.between(world.time().instant(), process.clock().instant());
        boolean silence = told.isEmpty();
        process.sleep(silence ? faults.micros(5, 15) : world.latency());
        told.ifPresent(r ->
                receipts.accept(
                        new Receipt(sentAt, process.clock().instant(), r.date(), r.usedWeight())));
        return byClock(reply, ahead);
    }

    /// What is told as so many seconds from now is understood by the process's own clock.
    private static <T> Reply<T> byClock(Reply<T> reply, Duration ahead) {
        return reply instanceof Reply.Refused<T> refused
                ? new Reply.Refused<>(byClock(refused.refusal(), ahead))
                : reply;
    }

    private static Refusal byClock(Refusal refusal, Duration ahead) {
        return switch (refusal) {
            case Refusal.RateLimited(var asked, var until, var said) ->
                    new Refusal.RateLimited(asked, until.plus(ahead), said);
            case Refusal.Banned(var asked, var until, var said) ->
                    new Refusal.Banned(asked, until.plus(ahead), said);
            case Refusal.Forbidden(var asked, var until, var said) ->
                    new Refusal.Forbidden(asked, until.plus(ahead), said);
            case Refusal.RegionBlocked(var asked, var until, var said) ->
                    new Refusal.RegionBlocked(asked, until.plus(ahead), said);
            case Refusal.UnknownSymbol _,
                    Refusal.BadRequest _,
                    Refusal.Unavailable _,
                    Refusal.Unreadable _ ->
                    refusal;
        };
    }

    private static String brief(Reply<?> reply) {
        return switch (reply) {
            case Reply.Answered<?>(TradeColumns rows) ->
                    rows.isEmpty()
                            ? "no rows"
                            : rows.size() + " rows " + rows.id(0) + ".." + rows.id(rows.size() - 1);
            case Reply.Answered<?> _ -> "answered";
            case Reply.Refused<?>(var refusal) -> refusal.toString();
            case Reply.Deferred<?> deferred -> deferred.toString();
        };
    }

    private HistoryFault fault(HistoryCall call) {
        Faults faults = process.world().faults();
        Step step =
                switch (call.endpoint()) {
                    case "ticker/24hr" -> Step.TICKER;
                    case "exchangeInfo" -> Step.EXCHANGE_INFO;
                    case "time" -> Step.TIME;
                    default -> Step.PAGE;
                };
        Supplier<String> who = () -> process + " (" + call.asked() + ")";
        if (faults.strikes(Fault.REST_5XX, step, who)) {
            return HistoryFault.badGateway();
        }
        if (faults.strikes(Fault.REST_NO_ANSWER, step, who)) {
            return new HistoryFault.NoAnswer();
        }
        if (faults.strikes(Fault.REST_GARBLED, step, who)) {
            return new HistoryFault.Garbled();
        }
        if (faults.strikes(Fault.REST_429, step, who)) {
            return HistoryFault.rateLimited(seconds(faults));
        }
        if (faults.strikes(Fault.REST_418, step, who)) {
            return HistoryFault.banned(seconds(faults));
        }
        if (faults.strikes(Fault.REST_403, step, who)) {
            return HistoryFault.forbidden();
        }
        if (step != Step.PAGE) {
            return HistoryFault.none();
        }
        if (faults.strikes(Fault.REST_EMPTY_PAGE, step, who)) {
            return new HistoryFault.EmptyPage();
        }
        if (faults.strikes(Fault.REST_SHORT_PAGE, step, who)) {
            return new HistoryFault.ShortPage(1 + faults.chance().nextInt(50));
        }
        if (faults.strikes(Fault.REST_STARTS_LATE, step, who)) {
            return new HistoryFault.StartsLate(1 + faults.chance().nextInt(100));
        }
        return HistoryFault.none();
    }

    private static long seconds(Faults faults) {
        return Math.max(1, faults.micros(5, LONGEST_BAN) / 1_000_000);
    }
}
