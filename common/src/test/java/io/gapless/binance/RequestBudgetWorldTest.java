package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Seeded worlds: processes with wrong clocks ask as much as their budgets let them, over a network
/// with random delays, and the exchange counts what reaches it.
class RequestBudgetWorldTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:30Z");
    private static final int MINUTES = 12;

    static LongStream seeds() {
        return Long.getLong("seed") != null
                ? LongStream.of(Long.getLong("seed"))
                : LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aloneOnItsAddressItUsesItsLimitAndNeverMore(long seed) {
        RandomGenerator random = random(seed);
        int limit = random.nextBoolean() ? 3_000 : random.nextInt(500, 6_000);
        World world = new World(random);
        world.add(limit, 120);
        world.run();

        for (long minute : world.wholeMinutes()) {
            int usable = world.usable(limit);
            // A minute's rest that is too small for the next request stays unused.
            int least = Math.min(usable - RequestWeight.HEAVIEST, usable * 95 / 100);
            assertThat(world.used(minute)).as("minute %d", minute).isBetween(least, limit);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void atTheExchangesWholeLimitItUsesNinetyFivePercentAndNeverBreaksIt(long seed) {
        World world = new World(random(seed));
        world.add(6_000, 150);
        world.run();

        for (long minute : world.wholeMinutes()) {
            assertThat(world.used(minute)).as("minute %d", minute).isBetween(5_700, 6_000);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void farAwayItGetsThroughTheMinuteWithSeveralPagesAtOnceAndBreaksNothing(long seed) {
        World world = new World(random(seed));
        world.add(6_000, 700, BudgetedHistory.MAX_PAGES_AT_ONCE);
        world.run();

        for (long minute : world.wholeMinutes()) {
            assertThat(world.used(minute)).as("minute %d", minute).isBetween(5_400, 6_000);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoGreedyProcessesWithSeveralPagesAtOnceDoNotBreakTheExchangesLimit(long seed) {
        World world = new World(random(seed));
        world.add(6_000, 400, BudgetedHistory.MAX_PAGES_AT_ONCE);
        world.add(6_000, 400, BudgetedHistory.MAX_PAGES_AT_ONCE);
        world.run();

        for (long minute : world.wholeMinutes()) {
            assertThat(world.used(minute)).as("minute %d", minute).isLessThanOrEqualTo(6_000);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoGreedyProcessesOnOneAddressDoNotBreakTheExchangesLimit(long seed) {
        World world = new World(random(seed));
        world.add(6_000, 400);
        world.add(6_000, 400);
        world.run();

        for (long minute : world.wholeMinutes()) {
            assertThat(world.used(minute)).as("minute %d", minute).isBetween(5_700, 6_000);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void processesWhoseLimitsAddUpStayWithinOneLimitTogetherButForOneRequestEach(long seed) {
        World world = new World(random(seed));
        world.add(3_000, 300);
        world.add(3_000, 300);
        world.run();

        for (long minute : world.wholeMinutes()) {
            assertThat(world.used(minute))
                    .as("minute %d", minute)
                    .isLessThanOrEqualTo(3_000 + 2 * RequestWeight.HEAVIEST);
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static final class World {
        private final RandomGenerator random;
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
        private final Map<Long, Integer> usedByMinute = new HashMap<>();
        private long numbers;

        World(RandomGenerator random) {
            this.random = random;
        }

        record Event(Instant at, long number, Runnable action) {}

        void add(int limit, int slowestMillis) {
            add(limit, slowestMillis, 1);
        }

        /// @param pagesAtOnce how many requests are on their way; if several, none is heavier than a page
        void add(int limit, int slowestMillis, int pagesAtOnce) {
            RequestBudget budget = new RequestBudget(limit);
            Duration clockAhead = Duration.ofMillis(random.nextLong(-40_000, 40_000));
            for (int page = 0; page < pagesAtOnce; page++) {
                Process process = new Process(budget, clockAhead, slowestMillis, pagesAtOnce == 1);
                at(START.plusMillis(random.nextLong(2_000)), process::begin);
            }
        }

        void at(Instant time, Runnable action) {
            events.add(new Event(time, numbers++, action));
        }

        void run() {
            Instant end = START.plus(MINUTES, ChronoUnit.MINUTES);
            while (!events.isEmpty() && events.peek().at().isBefore(end)) {
                events.remove().action().run();
            }
        }

        /// Those after the first, in which the clocks are not known yet and the start is partial.
        List<Long> wholeMinutes() {
            List<Long> minutes = new ArrayList<>();
            long first = START.getEpochSecond() / 60;
            for (long minute = first + 1; minute < first + MINUTES; minute++) {
                minutes.add(minute);
            }
            return minutes;
        }

        int used(long minute) {
            return usedByMinute.getOrDefault(minute, 0);
        }

        int usable(int limit) {
            return Math.min(limit, 6_000 - RequestBudget.RACE_RESERVE);
        }

        private final class Process {
            private final RequestBudget budget;
            private final Duration clockAhead;
            private final int slowestMillis;
            private final boolean heavy;
            private Instant now = START;

            Process(RequestBudget budget, Duration clockAhead, int slowestMillis, boolean heavy) {
                this.budget = budget;
                this.clockAhead = clockAhead;
                this.slowestMillis = slowestMillis;
                this.heavy = heavy;
            }

            void begin() {
                next();
            }

            void next() {
                Instant ours = ours();
                int weight =
                        heavy && random.nextInt(100) == 0
                                ? RequestWeight.HEAVIEST
                                : RequestWeight.PAGE;
                Instant allowed = budget.nextAllowed(weight, ours);
                if (allowed.isAfter(ours)) {
                    wake(allowed.minus(clockAhead));
                    return;
                }
                budget.spent(weight, ours);
                Instant arrival = now.plusMillis(random.nextInt(1, slowestMillis / 2));
                at(arrival, () -> served(arrival, weight, ours));
            }

            private void served(Instant arrival, int weight, Instant sentOurs) {
                long minute = arrival.getEpochSecond() / 60;
                int used = usedByMinute.merge(minute, weight, Integer::sum);
                Instant replied = arrival.plusMillis(random.nextInt(1, slowestMillis / 2));
                Instant date = replied.truncatedTo(ChronoUnit.SECONDS);
                at(
                        replied,
                        () -> {
                            now = replied;
                            budget.heard(
                                    new Receipt(
                                            sentOurs,
                                            ours(),
                                            Optional.of(date),
                                            Optional.of(used)));
                            next();
                        });
            }

            private void wake(Instant time) {
                at(
                        time,
                        () -> {
                            now = time;
                            next();
                        });
            }

            private Instant ours() {
                return now.plus(clockAhead);
            }
        }
    }
}
