package io.gapless.local.chaos;

import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.fault.Scope;
import io.gapless.local.link.Direction;
import io.gapless.local.link.Disturbance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/// Everything that will be done, and when: the same seed plans the same.
///
/// @param steps in the order of time
record ChaosPlan(List<Step> steps) {
    /// The longest time without a kill: at least 200 an hour.
    static final Duration LONGEST_WITHOUT_KILL = Duration.ofSeconds(18);

    private static final Duration SHORTEST_WITHOUT_KILL = Duration.ofSeconds(5);

    /// One kill in so many takes both listeners: then nobody hears the exchange.
    private static final int BOTH_LISTENERS_IN = 4;

    /// One kill in so many hits a listener whose put is on its way, and arrives long after.
    private static final int LATE_PUT_IN = 4;

    /// One absence in so many is so long that the repair does the listener's work.
    private static final int LONG_ABSENCE_IN = 8;

    /// So that everything runs before the first blow.
    private static final Duration BEGIN = Duration.ofSeconds(3);

    ChaosPlan {
        steps = List.copyOf(steps);
    }

    /// One blow.
    ///
    /// @param at since the begin
    record Step(Duration at, Blow blow) {
        private static Step now(Blow blow) {
            return new Step(Duration.ZERO, blow);
        }

        private Step from(Duration begin) {
            return new Step(begin.plus(at), blow);
        }
    }

    /// @param time how long blows are dealt
    /// @param claimLife of the writers: they are frozen for up to more than twice as long
    static ChaosPlan of(long seed, Duration time, Duration claimLife, List<String> symbols) {
        SplittableGenerator chance =
                (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Step> steps = new ArrayList<>();
        add(
                steps,
                time,
                chance.split(),
                SHORTEST_WITHOUT_KILL,
                LONGEST_WITHOUT_KILL,
                ChaosPlan::kills);
        add(
                steps,
                time,
                chance.split(),
                Duration.ofSeconds(12),
                Duration.ofSeconds(50),
                random -> List.of(Step.now(freeze(random, claimLife))));
        add(
                steps,
                time,
                chance.split(),
                Duration.ofSeconds(25),
                Duration.ofSeconds(80),
                random -> List.of(Step.now(outage(random))));
        add(
                steps,
                time,
                chance.split(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                random -> List.of(Step.now(disturb(random))));
        add(
                steps,
                time,
                chance.split(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(40),
                random -> List.of(Step.now(misbehave(random, symbols))));
        add(
                steps,
                time,
                chance.split(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                random ->
                        List.of(
                                Step.now(
                                        new Blow.FillDisk(
                                                between(
                                                        random,
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(12))))));
        steps.sort(Comparator.comparing(Step::at));
        return new ChaosPlan(steps);
    }

    private static void add(
            List<Step> steps,
            Duration time,
            RandomGenerator random,
            Duration shortest,
            Duration longest,
            Function<RandomGenerator, List<Step>> blows) {
        Duration at = BEGIN.plus(between(random, Duration.ZERO, longest));
        while (at.compareTo(time) < 0) {
            for (Step step : blows.apply(random)) {
                steps.add(step.from(at));
            }
            at = at.plus(between(random, shortest, longest));
        }
    }

    private static List<Step> kills(RandomGenerator random) {
        if (random.nextInt(BOTH_LISTENERS_IN) == 0) {
            return List.of(
                    Step.now(new Blow.Kill(Writer.LISTENER_1, absence(random))),
                    Step.now(new Blow.Kill(Writer.LISTENER_2, absence(random))));
        }
        Writer writer = one(random, Writer.values());
        Step kill = Step.now(new Blow.Kill(writer, absence(random)));
        if (random.nextInt(LATE_PUT_IN) != 0) {
            return List.of(kill);
        }
        return List.of(
                Step.now(
                        new Blow.Disturb(
                                writer,
                                Server.S3,
                                new Disturbance.Hold(),
                                EnumSet.of(Direction.TO_SERVER),
                                between(random, Duration.ofSeconds(8), Duration.ofSeconds(35)))),
                kill.from(between(random, Duration.ofSeconds(1), Duration.ofSeconds(6))));
    }

    private static Duration absence(RandomGenerator random) {
        return random.nextInt(LONG_ABSENCE_IN) == 0
                ? between(random, Duration.ofSeconds(10), Duration.ofSeconds(30))
                : between(random, Duration.ofMillis(200), Duration.ofSeconds(8));
    }

    private static Blow freeze(RandomGenerator random, Duration claimLife) {
        return new Blow.Freeze(
                one(random, Writer.values()),
                between(random, Duration.ofMillis(500), claimLife.multipliedBy(5).dividedBy(2)));
    }

    private static Blow outage(RandomGenerator random) {
        return new Blow.Outage(
                random.nextBoolean() ? Server.S3 : Server.DYNAMODB,
                between(random, Duration.ofMillis(100), Duration.ofSeconds(15)));
    }

    private static Blow disturb(RandomGenerator random) {
        Disturbance disturbance =
                switch (random.nextInt(6)) {
                    case 0 -> new Disturbance.Cut();
                    case 1 -> new Disturbance.Refuse();
                    case 2 ->
                            new Disturbance.Delay(
                                    between(random, Duration.ofMillis(20), Duration.ofSeconds(4)));
                    case 3 -> new Disturbance.Limit(random.nextInt(500, 20_000));
                    default -> new Disturbance.Hold();
                };
        Set<Direction> directions =
                switch (random.nextInt(3)) {
                    case 0 -> EnumSet.of(Direction.TO_SERVER);
                    case 1 -> EnumSet.of(Direction.TO_CLIENT);
                    default -> EnumSet.allOf(Direction.class);
                };
        return new Blow.Disturb(
                one(random, Writer.values()),
                one(random, Server.values()),
                disturbance,
                directions,
                between(random, Duration.ofMillis(500), Duration.ofSeconds(20)));
    }

    private static Blow misbehave(RandomGenerator random, List<String> symbols) {
        String symbol = symbols.get(random.nextInt(symbols.size()));
        OptionalInt all = OptionalInt.empty();
        Fault fault =
                switch (random.nextInt(12)) {
                    case 0 -> new Fault.DropFrames(Scope.symbol(symbol), 0.05);
                    case 1 -> new Fault.DuplicateFrames(Scope.ALL, 0.3);
                    case 2 -> new Fault.ReorderFrames(Scope.ALL, 0.1, random.nextInt(1, 300));
                    case 3 -> new Fault.Stall(Scope.symbol(symbol));
                    case 4 -> new Fault.GoSilent(all);
                    case 5 -> new Fault.Cut(all, Fault.CutStyle.RST, 1001);
                    case 6 -> new Fault.ServerShutdown(all, Duration.ofSeconds(2));
                    case 7 -> new Fault.RestLag(Duration.ofSeconds(random.nextInt(1, 60)));
                    case 8 ->
                            new Fault.FlawedPages(
                                    Optional.empty(),
                                    one(random, Fault.PageFlaw.values()),
                                    random.nextInt(1, 50),
                                    random.nextInt(1, 5));
                    case 9 -> new Fault.RefuseCalls(503, random.nextInt(1, 10), Duration.ZERO);
                    case 10 -> new Fault.TimeOutCalls(random.nextInt(1, 4), Duration.ofSeconds(2));
                    default -> new Fault.Burst(symbol, 700, Duration.ofMillis(1));
                };
        return new Blow.Misbehave(
                fault, between(random, Duration.ofSeconds(1), Duration.ofSeconds(10)));
    }

    private static <T> T one(RandomGenerator random, T[] of) {
        return of[random.nextInt(of.length)];
    }

    private static Duration between(RandomGenerator random, Duration shortest, Duration longest) {
        return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }
}
