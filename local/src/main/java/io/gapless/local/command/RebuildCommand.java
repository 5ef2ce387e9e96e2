package io.gapless.local.command;

import io.gapless.local.place.Stores;
import io.gapless.local.rebuild.Rebuild;
import io.gapless.local.rebuild.Rebuild.Rebuilt;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gapless rebuild`.
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the checkpoints anew from the objects, when the table is lost or not to be trusted.",
            "Stop every listener and every repair first, and wait 15 minutes: an object that arrives afterwards would"
                    + " be unknown, and its trades could be written twice."
        })
final class RebuildCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A folder or s3://bucket; the same as --data-dir.")
    private @Nullable String first;

    @Option(
            names = "--nobody-writes",
            description = "I have made sure that nobody writes: do not wait for 15 quiet minutes.")
    private boolean nobodyWrites;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        try (Stores stores = places.open(first);
                ProgressDisplay progress =
                        ProgressDisplay.counting("objects read", Output.errors(spec))) {
            List<Rebuilt> rebuilt =
                    new Rebuild(stores.archive(), stores.checkpoints(), Clock.systemUTC())
                            .run(nobodyWrites, progress::at);
            progress.finish();
            for (Rebuilt r : rebuilt) {
                out.printf(
                        "%s: %,d trades in %,d objects, %d voids, %d ranges%s%n",
                        r.checkpoint().symbol(),
                        r.checkpoint().archived().size(),
                        r.objects(),
                        r.voids(),
                        r.checkpoint().archived().rangeCount(),
                        r.replaced() ? ", in place of the checkpoint that was there" : "");
            }
            out.printf("%d checkpoints made. `gapless verify` checks them.%n", rebuilt.size());
            out.flush();
        }
        return 0;
    }
}
