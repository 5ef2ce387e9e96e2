package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.HighestId;
import io.gapless.backfill.repair.HistoryFetch.Fetched;
import io.gapless.backfill.repair.RepairReport.Ending;
import io.gapless.binance.AggregateTrade;
import io.gapless.binance.ExchangeInfo;
import io.gapless.binance.LastIds;
import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.SettableClock;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Coverage;
import io.gapless.trade.Seeds;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Asking and waiting, against an exchange that answers by a script.
class HistoryFetchTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Instant LATER = START.plusSeconds(3_600);

    private final SettableClock clock = new SettableClock(START);
    private final List<String> calls = new ArrayList<>();
    private final Deque<Reply<TradeColumns>> script = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Test
    void theNextTwoPagesAreToldWithEachThatIsAskedFor() throws Exception {
        for (long first = 0; first < 4_000; first += 1_000) {
            script.add(page(first, first + 999, START));
        }

        Fetched fetched = walk(ids(0, 3_999), LATER);

        assertThat(fetched.walk().rows().size()).isEqualTo(4_000);
        assertThat(calls)
                .containsExactly(
                        "expect 1000",
                        "expect 2000",
                        "page 0",
                        "expect 2000",
                        "expect 3000",
                        "page 1000",
                        "expect 3000",
                        "page 2000",
                        "page 3000");
        assertThat(told).containsExactly("1000", "1000", "1000", "1000");
    }

    @Test
    void whereTheFirstTradeIsTooYoungNothingIsTakenAndNothingElseAskedFor() throws Exception {
        script.add(page(0, 999, START.plusNanos(1_000)));

        Fetched fetched = walk(ids(0, 1_999), START);

        assertThat(fetched.walk().rows().isEmpty()).isTrue();
        assertThat(fetched.refused()).isEmpty();
        assertThat(fetched.stopped()).isEmpty();
        assertThat(calls).filteredOn(call -> call.startsWith("page")).hasSize(1);
    }

    @Test
    void aTradeOfExactlyThatTimeIsOldEnoughAndItsYoungerFollowersAreNot() throws Exception {
        script.add(page(0, 999, START));
        script.add(page(1_000, 1_999, START.plusSeconds(60)));

        assertThat(walk(ids(0, 1_999), START).walk().rows().size()).isEqualTo(1_000);
    }

    @Test
    void anEmptyPageIsNoTradeThatWouldBeTooYoung() throws Exception {
        script.add(new Reply.Answered<>(new TradeColumns(1)));

        assertThat(walk(ids(0, 9), START).walk().notYet()).isEqualTo(ids(0, 9));
    }

    @Test
    void aBanIsWaitedForToItsEndAndTold() throws Exception {
        Instant until = START.plusSeconds(20);
        script.add(new Reply.Refused<>(new Refusal.RateLimited("trades", until, "too much")));
        script.add(page(0, 9, START));

        assertThat(walk(ids(0, 9), LATER).walk().rows().size()).isEqualTo(10);
        assertThat(pauses).containsExactly(Duration.ofSeconds(20));
        assertThat(told.getFirst()).startsWith(until + " Binance's request limit was broken (429)");
    }

    @Test
    void anExchangeThatDoesNotAnswerIsAskedAFewTimesEachAfterALongerWait() throws Exception {
        for (int i = 0; i < HistoryFetch.MAX_ATTEMPTS; i++) {
            script.add(new Reply.Refused<>(new Refusal.Unavailable("trades", "502")));
        }

        Stopped stopped = walk(ids(0, 9), LATER).stopped().orElseThrow();

        assertThat(stopped.ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(stopped.sentence()).contains("502");
        assertThat(script).isEmpty();
        assertThat(pauses).hasSize(HistoryFetch.MAX_ATTEMPTS - 1);
        for (int i = 0; i < pauses.size(); i++) {
            Duration longest = Duration.ofSeconds(1L << i);
            assertThat(pauses.get(i)).isBetween(longest.dividedBy(2), longest);
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatConcernsTheRequestAloneIsNotAskedAgain(Refusal refusal) throws Exception {
        script.add(page(0, 999, START));
        script.add(new Reply.Refused<>(refusal));

        Fetched fetched = walk(ids(0, 1_999), LATER);

        assertThat(fetched.refused()).contains(refusal.sentence());
        assertThat(fetched.stopped()).isEmpty();
        assertThat(fetched.walk().notYet()).isEqualTo(ids(1_000, 1_999));
        assertThat(pauses).isEmpty();
    }

    static List<Refusal> whatConcernsTheRequestAloneIsNotAskedAgain() {
        return List.of(
                new Refusal.UnknownSymbol("trades", "-1121"),
                new Refusal.BadRequest("trades", 400, "no"),
                new Refusal.Unreadable("trades", "not JSON", "<html>"));
    }

    @Test
    void nothingIsAskedOnceTheTimeIsUpAndNoWaitGoesBeyondIt() throws Exception {
        HistoryFetch fetch = fetch(START);
        assertThatThrownBy(() -> fetch.ask(() -> page(0, 0, START)))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> {
                            assertThat(stopped.ending()).isEqualTo(Ending.OUT_OF_TIME);
                            assertThat(stopped.goesOnAt()).isEmpty();
                        });
        Reply<String> later =
                new Reply.Deferred<>(START.plusSeconds(5), Reply.Cause.BUDGET, "weight");
        assertThatThrownBy(() -> fetch(START.plusSeconds(5)).ask(() -> later))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> {
                            assertThat(stopped.ending()).isEqualTo(Ending.OUT_OF_TIME);
                            assertThat(stopped.goesOnAt()).contains(START.plusSeconds(5));
                        });
        assertThat(pauses).isEmpty();
    }

    private Fetched walk(Coverage wanted, Instant notAfter) throws InterruptedException {
        return fetch(LATER.plusSeconds(3_600))
                .walk(A, new IdSpace(HighestId.NONE), wanted, notAfter);
    }

    private HistoryFetch fetch(Instant deadline) {
        return new HistoryFetch(
                new Scripted(),
                clock,
                time -> {
                    pauses.add(time);
                    clock.advance(time);
                },
                Seeds.random(3),
                new Told(),
                deadline);
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    private static Reply<TradeColumns> page(long first, long last, Instant time) {
        TradeColumns rows = new TradeColumns(1);
        for (long id = first; id <= last; id++) {
            rows.add(
                    new Trade(
                            id,
                            1,
                            1,
                            Trade.micros(time),
                            true,
                            true,
                            Trade.UNKNOWN,
                            Trade.UNKNOWN,
                            Source.REST));
        }
        return new Reply.Answered<>(rows);
    }

    private final class Told implements RepairProgress {
        @Override
        public void fetched(Symbol symbol, int trades) {
            told.add(Integer.toString(trades));
        }

        @Override
        public void archived(Symbol symbol, TradeIdRange range) {
            throw new AssertionError("nothing is archived here");
        }

        @Override
        public void waiting(Instant until, String why) {
            told.add(until + " " + why);
        }
    }

    private final class Scripted implements TradeHistory {
        @Override
        public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
            calls.add("page " + fromId);
            return script.remove();
        }

        @Override
        public void expect(Symbol symbol, long fromId, int limit) {
            calls.add("expect " + fromId);
        }

        @Override
        public Reply<TradeColumns> newest(Symbol symbol, int limit) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Reply<List<AggregateTrade>> aggregates(Symbol symbol, Instant from, int limit) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Reply<LastIds> tickers(Set<String> exchangeNames) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Reply<ExchangeInfo> exchangeInfo(Set<String> exchangeNames) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Reply<Instant> time() {
            throw new AssertionError("not asked for here");
        }
    }
}
