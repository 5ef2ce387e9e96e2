package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.Recordings;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Why objects are laid out by the project's own code: as long as this holds, the library's writer
/// would make each of them larger.
class LibraryWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {20, 300, 3_000})
    void anObjectIsAThirdSmallerThanTheLibrarysAtAnySize(int trades) throws IOException {
        TradeColumns all = Recordings.trades(Recordings.BTCUSDT);
        TradeColumns last = all.slice(all.size() - trades, all.size());

        int own = new BatchCodec().encode(new Batch(SampleTrades.SYMBOL, last)).length;
        int library = LibraryWriter.encode(last).length;

        assertThat(own * 3).isLessThan(library * 2 + library / 10);
    }

    @Test
    void theLibrarysObjectHoldsTheSameTrades(@TempDir Path folder) throws Exception {
        TradeColumns trades = new SampleTrades(1).batch(20).trades();
        Path file = folder.resolve("library.parquet");
        Files.write(file, LibraryWriter.encode(trades));

        assertThat(OtherReaders.DUCKDB.read(file)).isEqualTo(trades.rows());
    }
}
