package io.gapless.binance;

import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.Optional;

/// What goes wrong with one request to a [TapeHistory].
public sealed interface HistoryFault {
    /// Nothing.
    record None() implements HistoryFault {}

    /// An error instead of an answer, as the exchange would send it.
    record Status(int status, Optional<String> retryAfter, String body) implements HistoryFault {}

    /// The request was counted, and its answer was lost.
    record NoAnswer() implements HistoryFault {}

    /// The answer is not what the documents say.
    record Garbled() implements HistoryFault {}

    /// A page without rows, although there are some.
    record EmptyPage() implements HistoryFault {}

    /// A page with fewer rows than there are.
    record ShortPage(int rows) implements HistoryFault {}

    /// A page that starts so many ids later than it could.
    record StartsLate(long by) implements HistoryFault {}

    /// A page without some ids between others.
    record StepsOver(TradeIdRange ids) implements HistoryFault {}

    /// A page of a database that is further behind than usual.
    record Lags(Duration behind) implements HistoryFault {}

    static HistoryFault none() {
        return new None();
    }

    static HistoryFault rateLimited(long retryAfterSeconds) {
        return new Status(
                429,
                Optional.of(Long.toString(retryAfterSeconds)),
                "{\"code\":-1003,\"msg\":\"Too much request weight used; current limit is 6000 request weight per 1"
                        + " MINUTE. Please use the websocket for live updates to avoid polling the API.\"}");
    }

    static HistoryFault banned(long retryAfterSeconds) {
        return new Status(
                418,
                Optional.of(Long.toString(retryAfterSeconds)),
                "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned.\"}");
    }

    static HistoryFault forbidden() {
        return new Status(403, Optional.empty(), "<HTML><H1>403 ERROR</H1></HTML>");
    }

    static HistoryFault regionBlocked() {
        return new Status(
                451,
                Optional.empty(),
                "{\"code\":0,\"msg\":\"Service unavailable from a restricted location according to 'b. Eligibility'\"}");
    }

    static HistoryFault badGateway() {
        return new Status(502, Optional.empty(), "");
    }
}
