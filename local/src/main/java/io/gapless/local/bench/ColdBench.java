package io.gapless.local.bench;

import io.gapless.backfill.BackfillHandler;
import io.gapless.lambda.FunctionStart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What it takes from the start of a process to its first result: the repair's function and the listener, each as it is
/// deployed and as it would be without anything done about it, in turns.
public final class ColdBench implements Bench {
    /// Half of what it was.
    static final double MOST_OF_PLAIN = 0.5;

    /// Of each symbol.
    private static final String TRADES_PER_SECOND = "20";

    private static final int TURNS = 7;
    private static final int TURNS_QUICK = 1;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String description() {
        return "the repair's function and the listener, from the start of the process to the first result";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 1 : 4);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        Path folder = settings.folder();
        try (CpuLimit limit = CpuLimit.of(settings.cpus());
                EmulatedStorage storage = EmulatedStorage.start(folder.resolve("archive"));
                RemoteExchange exchange =
                        RemoteExchange.start(
                                List.of(
                                        "--symbols",
                                        World.REPAIRED + "," + World.FOLLOWED,
                                        "--rate",
                                        TRADES_PER_SECOND),
                                folder.resolve("exchange.log"))) {
            int turns = settings.quick() ? TURNS_QUICK : TURNS;
            World world = new World(exchange, storage, limit, folder, turns);
            figures.addAll(function(world, story));
            figures.addAll(listener(world, story));
        }
        return figures;
    }

    /// What the programs are started in.
    ///
    /// @param folder for logs
    record World(
            RemoteExchange exchange,
            EmulatedStorage storage,
            CpuLimit limit,
            Path folder,
            int turns) {
        /// Of which the function has something to fetch.
        static final String REPAIRED = "BTCUSDT";

        /// What the listener listens to.
        static final String FOLLOWED = "ETHUSDT,BNBUSDT,SOLUSDT,XRPUSDT,ADAUSDT";
    }

    private static List<Figure> function(World world, Consumer<String> story)
            throws IOException, InterruptedException {
        FunctionStart function = ColdFunction.unpack(world.folder().resolve("task"));
        // Lambda's own choices, and what the stack adds.
        List<String> flags = List.of("-XX:+UseSerialGC", BackfillHandler.JVM_OPTIONS);
        return race(
                world.turns(),
                story,
                "lambda",
                "CPU from the restore of a snapshot on, over that of a plain start",
                List.of(
                        new ColdFunction("plain", function, flags, false, world),
                        new ColdFunction("restored", function, flags, true, world)));
    }

    private static List<Figure> listener(World world, Consumer<String> story)
            throws IOException, InterruptedException {
        ListenerImage image = new ListenerImage(world.folder().resolve("listener.aot"));
        image.makeCache(world.limit(), world.folder().resolve("training.log"));
        return race(
                world.turns(),
                story,
                "listener",
                "CPU with the image's flags and cache, over that of a plain start",
                List.of(
                        new ColdListener("plain", ListenerImage.plainCommand(), world),
                        new ColdListener("cached", image.cachedCommand(), world)));
    }

    private static List<Figure> race(
            int turns,
            Consumer<String> story,
            String what,
            String meaning,
            List<? extends ColdStart.Program> programs)
            throws IOException, InterruptedException {
        List<List<ColdStart>> results = new ArrayList<>();
        programs.forEach(_ -> results.add(new ArrayList<>()));
        for (int turn = 1; turn <= turns; turn++) {
            for (int i = 0; i < programs.size(); i++) {
                ColdStart start = programs.get(i).start();
                results.get(i).add(start);
                story.accept(
                        "%s, %s, turn %d of %d: %s"
                                .formatted(what, programs.get(i).name(), turn, turns, start));
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            String name = "cold_" + what + "_" + programs.get(i).name();
            figures.add(
                    Spread.of(results.get(i).stream().map(ColdStart::cpuSeconds).toList())
                            .figure(name + "_cpu_s", "s", "CPU until the first result"));
            figures.add(
                    Spread.of(results.get(i).stream().map(ColdStart::seconds).toList())
                            .figure(name + "_s", "s", "that passed"));
        }
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            ratios.add(
                    results.getLast().get(turn).cpuSeconds()
                            / results.getFirst().get(turn).cpuSeconds());
        }
        figures.addFirst(
                Spread.of(ratios)
                        .figure("cold_" + what + "_ratio", "x", meaning)
                        .atMost(MOST_OF_PLAIN));
        return figures;
    }
}
