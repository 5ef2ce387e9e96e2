package io.gapless.local.bench;

import io.gapless.batch.BatchCodec;
import io.gapless.batch.Content;
import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// How long trades took from the exchange's event to a readable object, counted in steps of 10 ms.
///
/// An object is readable when its file gets its name, which sets the time of the last change of its
/// inode; that is when it was measured, on the exchange's own clock.
final class Delays {
    private static final long STEP_MICROS = 10_000;

    /// An hour. What took longer counts as that.
    private static final int STEPS = 360_000;

    private static final double SECONDS_PER_STEP = STEP_MICROS / 1e6;

    private final long[] counts = new long[STEPS + 1];
    private long total;

    /// Of all live trades in the objects below a folder.
    static Delays of(Path objects) throws IOException {
        Delays delays = new Delays();
        BatchCodec codec = new BatchCodec();
        List<Path> files;
        try (Stream<Path> below = Files.walk(objects.resolve("trades"))) {
            files = below.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
        for (Path file : files) {
            FileTime readable = (FileTime) Files.getAttribute(file, "unix:ctime");
            if (codec.decode(Files.readAllBytes(file)) instanceof Content.Rows(var _, var rows)) {
                delays.add(rows, readable.to(TimeUnit.MICROSECONDS));
            }
        }
        return delays;
    }

    private void add(TradeColumns rows, long readable) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.source(i) == Source.LIVE) {
                long step = (readable - rows.eventTime(i)) / STEP_MICROS;
                counts[Math.clamp(step, 0, STEPS)]++;
                total++;
            }
        }
    }

    /// @return seconds within which this share of all trades was readable, 0 to 1; 0 without trades
    double within(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int step = 0; step <= STEPS; step++) {
            seen += counts[step];
            if (seen >= wanted && seen > 0) {
                return (step + 1) * SECONDS_PER_STEP;
            }
        }
        return 0;
    }
}
