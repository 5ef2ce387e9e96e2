package io.gapless.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.archive.Checkpoint;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.RepairLoop;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// The repair on its schedule, with the whole of the exchange's request weight: a million trades of
/// history that was asked for, while small gaps open at random in other symbols.
public final class RepairBench implements Bench {
    /// Missing trades.
    static final long MISSING = 1_000_000;

    static final long MISSING_QUICK = 500_000;

    /// Symbols in which small gaps open.
    static final int LIVELY = 20;

    private static final String BIG = "BIGUSDT";
    private static final Duration SCHEDULE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "repair";
    }

    @Override
    public String description() {
        return "a million missing trades at the whole request weight, while small gaps open at random";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 6 : 10);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        long missing = settings.quick() ? MISSING_QUICK : MISSING;
        List<String> lively =
                IntStream.rangeClosed(1, LIVELY).mapToObj("GAP%04dUSDT"::formatted).toList();
        InstantSource clock = Clock.systemUTC();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        try (RemoteExchange exchange = exchange(lively, missing, settings);
                Stores stores =
                        Stores.open(
                                new Place.Folder(settings.folder().resolve("archive")),
                                Map.of(),
                                clock)) {
            HoleyListener listener = new HoleyListener(exchange, stores, lively, random, clock);
            ask(stores, missing, clock.instant());
            Instant begun = clock.instant();
            RepairLoop repair =
                    new RepairLoop(BenchRepair.over(stores, exchange.restUrl()), SCHEDULE, _ -> {});
            repair.start();
            Instant done = work(settings, stores, listener, repair, clock, missing, story);
            repair.end();
            return figures(exchange.counters(), begun, done, missing - stored(stores), listener);
        }
    }

    private static RemoteExchange exchange(
            List<String> lively, long missing, BenchSettings settings)
            throws IOException, InterruptedException {
        RemoteExchange exchange =
                RemoteExchange.start(
                        List.of(
                                "--symbols",
                                BIG + "," + String.join(",", lively),
                                "--history",
                                Long.toString(missing)),
                        settings.folder().resolve("exchange.log"));
        if (!settings.roundTrip().isZero()) {
            exchange.fault("fault=rest-delay&delay=" + settings.roundTrip());
        }
        return exchange;
    }

    private static void ask(Stores stores, long missing, Instant now) throws IOException {
        TradeIdRange history =
                new TradeIdRange(SeededTape.FIRST_LIVE_ID - missing, SeededTape.FIRST_LIVE_ID - 1);
        Checkpoint asked = Checkpoint.none(Symbol.of(BIG)).change().ask(history).at(now);
        if (!stores.checkpoints().write(asked)) {
            throw new IOException("the folder is not empty");
        }
    }

    /// @return when the last of the missing trades was archived
    private static Instant work(
            BenchSettings settings,
            Stores stores,
            HoleyListener listener,
            RepairLoop repair,
            InstantSource clock,
            long missing,
            Consumer<String> story)
            throws IOException, InterruptedException {
        Instant begun = clock.instant();
        Instant giveUpAt = begun.plus(settings.time());
        Instant nextTale = begun;
        Instant done = Instant.MAX;
        long stored = 0;
        while (clock.instant().isBefore(giveUpAt)) {
            Instant now = clock.instant();
            if (stored < missing) {
                listener.step();
                stored = stored(stores);
                done = stored < missing ? Instant.MAX : now;
            }
            listener.look();
            if (stored >= missing && listener.open() == 0) {
                break;
            }
            if (!now.isBefore(nextTale)) {
                story.accept(
                        "%,d of %,d archived; small gaps: %d opened, %d open%s"
                                .formatted(
                                        stored,
                                        missing,
                                        listener.opened(),
                                        listener.open(),
                                        repair.failure().map(e -> "; FAILED " + e).orElse("")));
                nextTale = now.plus(TELL_EVERY);
            }
            Thread.sleep(LOOK_EVERY);
        }
        return done.isBefore(clock.instant()) ? done : clock.instant();
    }

    private static long stored(Stores stores) {
        return stores.checkpoints()
                .read(Symbol.of(BIG))
                .map(Checkpoint::stored)
                .map(Coverage::size)
                .orElse(0L);
    }

    private static List<Figure> figures(
            JsonNode counters, Instant begun, Instant done, long left, HoleyListener listener) {
        double seconds = Duration.between(begun, done).toMillis() / 1e3;
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.of("left", (double) left, "", "missing trades that are still missing")
                        .atMost(0));
        figures.add(Figure.of("seconds", seconds, "s", "until the last of them was archived"));
        figures.addAll(WeightUse.figures("repair_pace", counters, begun, done, 1));
        figures.addAll(listener.figures());
        return figures;
    }
}
