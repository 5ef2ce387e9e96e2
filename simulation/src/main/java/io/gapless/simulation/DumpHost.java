package io.gapless.simulation;

import io.gapless.dump.DumpFile;
import io.gapless.trade.Trade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// Where the exchange publishes what was traded on days that are over: here minutes after midnight, as
/// worlds end before the hours have passed that it takes in truth.
final class DumpHost {
    private static final double EARLIEST = 10;
    private static final double LATEST = 300;
    private static final double LATEST_WHEN_LATE = 3_600;

    private final World world;
    private final Map<DumpFile, Long> publishedAt = new HashMap<>();

    DumpHost(World world) {
        this.world = world;
    }

    /// For files that are open; each is deleted when it is closed.
    static Path folder() {
        return Folder.PATH;
    }

    boolean isPublished(DumpFile file) {
        Instant over = file.date().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (world.time().instant().isBefore(over)) {
            return false;
        }
        long at = publishedAt.computeIfAbsent(file, _ -> after(over, file));
        return world.faults().isCalm() || world.time().now() >= at;
    }

    private long after(Instant over, DumpFile file) {
        Faults faults = world.faults();
        boolean late = faults.strikes(Fault.DUMP_LATE, Step.DUMP, file::toString);
        long delay = faults.micros(EARLIEST, late ? LATEST_WHEN_LATE : LATEST);
        return Trade.micros(over) + delay;
    }

    private static final class Folder {
        private static final Path PATH = make();

        private static Path make() {
            try {
                Path made = Files.createTempDirectory("gapless-simulation");
                made.toFile().deleteOnExit();
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
