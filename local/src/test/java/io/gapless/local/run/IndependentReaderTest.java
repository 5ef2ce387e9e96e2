package io.gapless.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.local.folder.FolderArchive;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.TradeColumns;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reader that watches replays would see what must not be.
class IndependentReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TradeColumns tape = new SampleTrades(1).fromId(100).take(100);
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private Checkpoint known = Checkpoint.none(SampleTrades.SYMBOL).change().follow(100).at(NOW);

    @TempDir private Path root;

    @BeforeEach
    void store() {
        assertThat(checkpoints.write(known)).isTrue();
    }

    /// Rows `from` to `to` (excluded) of the tape become an object.
    private void put(int from, int to) {
        Batch batch = batch(from, to);
        new FolderArchive(root, Clock.systemUTC())
                .put(batch.key().toString(), new BatchCodec().encode(batch), Map.of());
    }

    /// The checkpoint says that they are archived.
    private void commit(int from, int to) {
        Claim claim = new Claim("c" + from, batch(from, to).key(), "test", NOW.plusSeconds(30));
        known = known.change().claim(claim).commit(Set.of(claim.id())).at(NOW);
        store();
    }

    private Batch batch(int from, int to) {
        return new Batch(SampleTrades.SYMBOL, tape.slice(from, to));
    }

    private IndependentReader reader() {
        return new IndependentReader(root, checkpoints);
    }

    @Test
    void aKnownGapIsSeenAndIsNoOffence() throws Exception {
        put(0, 10);
        put(20, 30);
        commit(0, 10);
        commit(20, 30);
        try (IndependentReader reader = reader()) {
            await().atMost(PATIENCE)
                    .until(() -> reader.samplesWithHoles() > 0 || reader.hasEnded());

            assertThat(reader.samples()).isPositive();
        }
    }

    @Test
    void anIdInTwoObjectsIsSeen() {
        put(0, 10);
        put(9, 30);
        commit(0, 10);
        try (IndependentReader reader = reader()) {
            await().atMost(PATIENCE).until(reader::hasEnded);

            assertThatThrownBy(reader::samples)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("rows of BTCUSDT");
        }
    }

    @Test
    void anObjectThatIsNotThereThoughItIsCalledArchivedIsSeen() {
        put(0, 10);
        put(20, 30);
        commit(0, 30);
        try (IndependentReader reader = reader()) {
            await().atMost(PATIENCE).until(reader::hasEnded);

            assertThatThrownBy(reader::samples)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("neither there nor known to be missing");
        }
    }
}
