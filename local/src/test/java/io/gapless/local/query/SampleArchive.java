package io.gapless.local.query;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.trade.TradeIdRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// Objects of an archive in a folder, put there by hand.
final class SampleArchive {
    private final Path root;
    private final BatchCodec codec = new BatchCodec();

    SampleArchive(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    void put(Batch batch) throws IOException {
        write(batch.key().toString(), codec.encode(batch));
    }

    /// A claim that could not be built.
    void putVoid(BatchKey key) throws IOException {
        write(key.toString(), codec.encodeVoid(key));
    }

    /// A sealed copy of one batch's day.
    void seal(Batch day, LocalDate sealedOn) throws IOException {
        TradeIdRange range = day.range();
        write(
                "sealed/symbol=%s/date=%s/sealed_on=%s/%019d-%019d.parquet"
                        .formatted(day.symbol(), day.date(), sealedOn, range.first(), range.last()),
                codec.encode(day));
    }

    private void write(String key, byte[] object) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, object);
    }
}
