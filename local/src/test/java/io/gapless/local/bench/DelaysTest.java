package io.gapless.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelaysTest {
    @TempDir private Path folder;

    /// Writes an object and asks the file system when that was.
    private long write(String name, List<Trade> trades) throws IOException {
        Path file = folder.resolve("trades/" + name + ".parquet");
        Files.createDirectories(folder.resolve("trades"));
        Files.write(
                file,
                new BatchCodec().encode(new Batch(Symbol.of("BTCUSDT"), TradeColumns.of(trades))));
        FileTime at = (FileTime) Files.getAttribute(file, "unix:ctime");
        return at.to(TimeUnit.MICROSECONDS);
    }

    private static Trade trade(long id, long eventTime, Source source) {
        return new Trade(
                id,
                1,
                1,
                eventTime,
                true,
                true,
                source == Source.LIVE ? eventTime : Trade.UNKNOWN,
                source == Source.LIVE ? eventTime : Trade.UNKNOWN,
                source);
    }

    @Test
    void eachLiveTradeCountsFromItsEventToItsFile() throws Exception {
        long now = Instant.now().toEpochMilli() * 1_000;
        long at =
                write(
                        "live",
                        LongStream.rangeClosed(1, 100)
                                .mapToObj(id -> trade(id, now - id * 1_000_000, Source.LIVE))
                                .toList());
        double late = (at - now) / 1e6;

        Delays delays = Delays.of(folder);

        assertThat(delays.within(0.5)).isCloseTo(late + 50, within(0.03));
        assertThat(delays.within(0.99)).isCloseTo(late + 99, within(0.03));
        assertThat(delays.within(1)).isCloseTo(late + 100, within(0.03));
    }

    @Test
    void whatARepairFetchedHasNoDelay() throws Exception {
        long now = Instant.now().toEpochMilli() * 1_000;
        write("rest", List.of(trade(1, now - 3_600_000_000L, Source.REST)));

        assertThat(Delays.of(folder).within(1)).isZero();
    }
}
