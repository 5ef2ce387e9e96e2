package io.gapless.local.command;

import io.gapless.local.rehearsal.Progress;
import io.gapless.local.rehearsal.Rehearsal;
import io.gapless.local.rehearsal.RehearsalOutcome;
import io.gapless.local.rehearsal.RehearsalSettings;
import io.gapless.local.rehearsal.Sabotage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless rehearse`.
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "A simulated year of five symbols as one story: brought in from daily dumps with every defect that dumps have"
                    + " had, while a live listener goes on and is killed; repaired, compared with the dumps as they are"
                    + " rewritten, sealed day by day, certified, verified, and queried through the views.",
            "Everything is held against what was really traded. The last line says what came of it; exits with 1 if"
                    + " anything is missing, twice, different or not noticed."
        })
final class RehearseCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Two weeks of three symbols: minutes.")
    private boolean quick;

    @Option(names = "--days", paramLabel = "N", description = "Another number of days.")
    private @Nullable Integer days;

    @Option(
            names = "--symbols",
            paramLabel = "N",
            description = "Another number of symbols, 1 to 5.")
    private @Nullable Integer symbols;

    @Option(names = "--kills", paramLabel = "N", description = "Kill the listener so often.")
    private @Nullable Integer kills;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "The same seed trades the same and has the same defects. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--sabotage",
            paramLabel = "WHAT",
            defaultValue = "none",
            description =
                    "${COMPLETION-CANDIDATES}: when all is proved, harm the archive and check it again, to see it noticed."
                            + " Default: ${DEFAULT-VALUE}")
    private Sabotage sabotage = Sabotage.none;

    @Mixin private final KeepOption keep = new KeepOption();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Output.of(spec);
        Path folder = keep.folder("gapless-rehearsal");
        RehearsalOutcome outcome =
                new Rehearsal(settings(folder), out, new Shown(Output.errors(spec))).run();
        List<String> lines = outcome.lines();
        lines.subList(0, lines.size() - 1).forEach(out::println);
        keep.close(folder, outcome.holds(), out);
        out.println(lines.getLast());
        out.flush();
        return outcome.holds() ? 0 : 1;
    }

    private RehearsalSettings settings(Path folder) {
        RehearsalSettings usual =
                quick
                        ? RehearsalSettings.quick(seed, folder, sabotage)
                        : RehearsalSettings.year(seed, folder, sabotage);
        return new RehearsalSettings(
                symbols == null ? usual.symbols() : RehearsalSettings.symbols(symbols),
                days == null ? usual.days() : days,
                usual.leastTrades(),
                usual.mostTrades(),
                kills == null ? usual.kills() : kills,
                usual.defects(),
                seed,
                folder,
                sabotage);
    }

    /// A bar in a terminal, a line now and then in a pipe.
    private static final class Shown implements Progress {
        private final PrintWriter lines;
        private @Nullable ProgressDisplay display;

        Shown(PrintWriter lines) {
            this.lines = lines;
        }

        @Override
        public void begin(String what, long steps) {
            end();
            display =
                    steps == 0
                            ? ProgressDisplay.counting(what, lines)
                            : ProgressDisplay.upTo(steps, what, lines);
        }

        @Override
        public void at(long steps) {
            if (display != null) {
                display.at(steps);
            }
        }

        @Override
        public void end() {
            if (display != null) {
                display.finish();
            }
            display = null;
        }
    }
}
