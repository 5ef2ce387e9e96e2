package io.gapless.local.query;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
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

    /// A sealed copy of one run of a day's ids.
    void seal(Batch run, LocalDate sealedOn) throws IOException {
        write(sealedKey(run.key(), sealedOn), codec.encode(run));
    }

    /// What a plan that was given up leaves under a key that it did not fill.
    void sealVoid(BatchKey run, LocalDate sealedOn) throws IOException {
        write(sealedKey(run, sealedOn), codec.encodeVoid(run));
    }

    private static String sealedKey(BatchKey run, LocalDate sealedOn) {
        return "sealed/symbol=%s/date=%s/sealed_on=%s/%019d-%019d.parquet"
                .formatted(
                        run.symbol(),
                        run.date(),
                        sealedOn,
                        run.range().first(),
                        run.range().last());
    }

    private void write(String key, byte[] object) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, object);
    }
}
