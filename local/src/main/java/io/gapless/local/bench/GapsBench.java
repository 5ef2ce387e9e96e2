package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.archive.Checkpoint;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.local.bench.SmallGaps.Spacing;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.RepairLoop;
import io.gapless.local.verify.Verification;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The repair on its schedule, with the whole of the exchange's request weight: thousands of small
/// gaps in hundreds of symbols, while new ones open at random, in some of these symbols and in others.
public final class GapsBench implements Bench {
    /// Symbols with [SmallGaps#GAPS] gaps each. In half of them the gaps are far from each other.
    static final int SYMBOLS = 500;

    /// In the short form, in none of which they are far from each other.
    static final int SYMBOLS_QUICK = 50;

    /// Symbols in which new gaps open and no others are.
    static final int LIVELY = 10;

    /// Symbols with gaps in which new ones open.
    static final int LIVELY_OF_BACKLOG = 10;

    /// Calls for each that cannot be done without. Beyond it are those of which a run ended before
    /// what they had brought was archived.
    static final double CALLS_TO_SPARE = 1.02;

    private static final Duration SCHEDULE = Duration.ofMinutes(1);
    private static final Duration SCHEDULE_QUICK = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "gaps";
    }

    @Override
    public String description() {
        return "5,000 small gaps in 500 symbols at the whole request weight, while new ones open at random";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 4 : 40);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        InstantSource clock = Clock.systemUTC();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        List<SmallGaps> backlog = backlog(settings.quick(), random);
        List<String> lively = names("LIVELY%04dUSDT", LIVELY);
        try (RemoteExchange exchange = exchange(backlog, lively, settings);
                Stores stores =
                        Stores.open(
                                new Place.Folder(settings.folder().resolve("archive")),
                                Map.of(),
                                clock)) {
            LiveWriter writer = new LiveWriter(exchange, stores, random, clock);
            for (SmallGaps symbol : backlog) {
                symbol.open(writer);
            }
            story.accept(
                    "%,d gaps in %d symbols are open; %,d pages are needed for them"
                            .formatted(count(backlog), backlog.size(), fewestPages(backlog)));
            List<String> holey =
                    Stream.concat(
                                    lively.stream(),
                                    backlog.stream().map(SmallGaps::name).limit(LIVELY_OF_BACKLOG))
                            .toList();
            HoleyListener listener = new HoleyListener(exchange, stores, holey, random, clock);
            Work work = new Work(stores, listener, backlog, clock, story);
            RepairLoop repair =
                    new RepairLoop(
                            BenchRepair.over(stores, exchange.restUrl()),
                            settings.quick() ? SCHEDULE_QUICK : SCHEDULE,
                            _ -> {});
            Instant begun = clock.instant();
            repair.start();
            Instant done = work.await(repair, begun.plus(settings.time()));
            repair.end();
            List<Figure> figures = new ArrayList<>(work.figures(exchange.counters(), begun, done));
            figures.addAll(
                    WeightUse.figures(
                            "gaps_pace",
                            exchange.counters(),
                            begun,
                            done,
                            settings.quick() ? 0 : 1));
            figures.addAll(listener.figures());
            figures.addAll(proof(stores));
            return figures;
        }
    }

    private static List<SmallGaps> backlog(boolean quick, RandomGenerator random) {
        List<SmallGaps> backlog = new ArrayList<>();
        for (String name : names("GAP%04dUSDT", quick ? SYMBOLS_QUICK : SYMBOLS)) {
            Spacing spacing = quick || backlog.size() % 2 == 1 ? Spacing.NEAR : Spacing.FAR;
            long first = SeededTape.FIRST_LIVE_ID - Spacing.FAR.ids();
            backlog.add(SmallGaps.draw(name, first, spacing, random));
        }
        return backlog;
    }

    private static List<String> names(String pattern, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(pattern::formatted).toList();
    }

    private static RemoteExchange exchange(
            List<SmallGaps> backlog, List<String> lively, BenchSettings settings)
            throws IOException, InterruptedException {
        List<String> names =
                Stream.concat(backlog.stream().map(SmallGaps::name), lively.stream()).toList();
        RemoteExchange exchange =
                RemoteExchange.start(
                        List.of(
                                "--symbols",
                                String.join(",", names),
                                "--history",
                                Integer.toString(Spacing.FAR.ids())),
                        settings.folder().resolve("exchange.log"));
        if (!settings.roundTrip().isZero()) {
            exchange.fault("fault=rest-delay&delay=" + settings.roundTrip());
        }
        return exchange;
    }

    private static int count(List<SmallGaps> symbols) {
        return symbols.stream().mapToInt(symbol -> symbol.gaps().size()).sum();
    }

    private static int fewestPages(List<SmallGaps> symbols) {
        return symbols.stream().mapToInt(SmallGaps::fewestPages).sum();
    }

    /// Reads everything back.
    private static List<Figure> proof(Stores stores) throws InterruptedException {
        Verification.Verdict verdict =
                new Verification(stores.archive(), Optional.of(stores.checkpoints()))
                        .verify(_ -> {});
        long missing = 0;
        long twice = 0;
        long problems = verdict.strangers().size();
        for (var symbol : verdict.symbols()) {
            missing += symbol.missing().size() + symbol.pending().size();
            twice += symbol.twice().size();
            problems += symbol.problems().size();
        }
        return List.of(
                Figure.of("missing", (double) missing, "", "ids in no object").atMost(0),
                Figure.of("twice", (double) twice, "", "ids in two objects").atMost(0),
                Figure.of(
                                "problems",
                                (double) problems,
                                "",
                                "whatever else verification finds wrong")
                        .atMost(0));
    }

    /// Waits for the repair, and opens new gaps meanwhile. Used by one thread.
    private static final class Work {
        private final Stores stores;
        private final HoleyListener listener;
        private final List<SmallGaps> backlog;
        private final List<SmallGaps> open;
        private final InstantSource clock;
        private final Consumer<String> story;

        Work(
                Stores stores,
                HoleyListener listener,
                List<SmallGaps> backlog,
                InstantSource clock,
                Consumer<String> story) {
            this.stores = stores;
            this.listener = listener;
            this.backlog = backlog;
            this.open = new ArrayList<>(backlog);
            this.clock = clock;
            this.story = story;
        }

        /// @return when the last gap of the backlog was closed, or when it gave up
        Instant await(RepairLoop repair, Instant giveUpAt)
                throws IOException, InterruptedException {
            Optional<Instant> done = Optional.empty();
            Instant nextTale = clock.instant();
            while (clock.instant().isBefore(giveUpAt) && (done.isEmpty() || listener.open() > 0)) {
                if (done.isEmpty()) {
                    listener.step();
                    look();
                    done = open.isEmpty() ? Optional.of(clock.instant()) : Optional.empty();
                }
                listener.look();
                if (!clock.instant().isBefore(nextTale)) {
                    story.accept(
                            "%d of %d symbols have gaps; new gaps: %d opened, %d open%s"
                                    .formatted(
                                            open.size(),
                                            backlog.size(),
                                            listener.opened(),
                                            listener.open(),
                                            repair.failure().map(e -> "; FAILED " + e).orElse("")));
                    nextTale = clock.instant().plus(TELL_EVERY);
                }
                Thread.sleep(LOOK_EVERY);
            }
            return done.orElseGet(clock::instant);
        }

        private void look() {
            Map<String, Checkpoint> all = new HashMap<>();
            stores.checkpoints().all().forEach(c -> all.put(c.symbol().exchangeName(), c));
            open.removeIf(gaps ->
                    Optional.ofNullable(all.get(gaps.name())).filter(gaps::isClosed).isPresent());
        }

        List<Figure> figures(JsonNode counters, Instant begun, Instant done) {
            double calls = counters.get("calls").path("historicalTrades").asLong();
            double gaps = (double) count(backlog) + listener.opened();
            double fewest = (double) fewestPages(backlog) + listener.opened();
            return List.of(
                    Figure.of("gaps", gaps, "", "in all"),
                    Figure.of("left", (double) count(open), "", "gaps of symbols not done")
                            .atMost(0),
                    Figure.of(
                            "seconds",
                            Duration.between(begun, done).toMillis() / 1e3,
                            "s",
                            "until all that were open at first were closed"),
                    Figure.of("calls", calls, "", "pages of history that were asked for"),
                    Figure.of("calls_per_gap", calls / gaps, "", "of these").atMost(1),
                    Figure.of(
                                    "calls_per_page_needed",
                                    calls / fewest,
                                    "",
                                    "the same where a page shows all gaps it can, and each new one takes one")
                            .atMost(CALLS_TO_SPARE));
        }
    }
}
