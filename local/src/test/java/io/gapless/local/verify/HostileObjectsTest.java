package io.gapless.local.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.local.folder.FolderArchive;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects that somebody else put into the archive: each is told, and the others are verified all the same.
class HostileObjectsTest {
    private static final long HUGE = 5L << 30;

    @TempDir private Path folder;

    @Test
    void anObjectOfGigabytesIsToldAndNotRead() throws Exception {
        FolderArchive archive = new FolderArchive(folder, Instant::now);
        Batch batch = new SampleTrades(1).batch(20);
        archive.put(batch.key().toString(), new BatchCodec().encode(batch), Map.of());
        BatchKey key = batch.key();
        BatchKey forged =
                new BatchKey(Symbol.of("AAA"), key.firstTime(), key.lastTime(), key.range());
        Path file = folder.resolve(forged.toString());
        Files.createDirectories(file.getParent());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(HUGE);
        }

        Verification.Verdict verdict = new Verification(archive, Optional.empty()).verify(_ -> {});

        assertThat(verdict.isSound()).isFalse();
        assertThat(verdict.symbols()).hasSize(2);
        assertThat(verdict.symbols().getFirst().toString())
                .contains("more than a batch can have; it was not read");
        assertThat(verdict.symbols().getLast().trades()).isEqualTo(20);
        assertThat(verdict.symbols().getLast().twice().isEmpty()).isTrue();
        assertThat(verdict.symbols().getLast().problems())
                .singleElement()
                .asString()
                .contains("no checkpoint");
    }
}
