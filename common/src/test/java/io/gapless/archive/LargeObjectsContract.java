package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.batch.ByteSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What all [LargeObjects] hold to: the fake, the folder and S3.
public abstract class LargeObjectsContract {
    private static final String KEY =
            "sealed/symbol=BTCUSDT/date=2026-01-01/sealed_on=2026-01-02/x.parquet";
    private static final int RUNNERS = 8;

    /// The objects under test, none of them there.
    protected abstract LargeObjects objects();

    /// The same objects, where small ones are put and all are listed.
    protected abstract Archive archive();

    @Test
    void whatIsLargerThanAnyBatchArrivesByteForByteAndIsReadInPieces() {
        byte[] body = random(Archive.MAX_OBJECT_BYTES + 3_000_000);

        assertThat(put(body)).isEqualTo(PutOutcome.CREATED);

        ByteSource stored = objects().open(KEY).orElseThrow();
        assertThat(stored.size()).isEqualTo(body.length);
        assertThat(stored.stream()).hasBinaryContent(body);
        assertThat(stored.read(body.length - 8, 8)).isEqualTo(piece(body, body.length - 8, 8));
        assertThat(stored.read(12_345_678, 100)).isEqualTo(piece(body, 12_345_678, 100));
    }

    @Test
    void anObjectThatWasNeverPutIsNotThere() {
        assertThat(objects().open(KEY)).isEmpty();
    }

    @Test
    void aSecondPutFindsTheFirstAndChangesNothing() {
        byte[] first = random(1_000);
        put(first);

        assertThat(put(random(2_000))).isEqualTo(PutOutcome.EXISTS);
        assertThat(archive().get(KEY)).contains(first);
    }

    @Test
    void smallAndLargeObjectsShareTheirKeys() {
        archive().put(KEY, random(10), Map.of());

        assertThat(put(random(2_000))).isEqualTo(PutOutcome.EXISTS);
        assertThat(objects().open(KEY).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void ofManyPutsUnderOneKeyExactlyOneCreates() {
        List<PutOutcome> outcomes = Race.of(RUNNERS, i -> put(new byte[] {(byte) i}));

        assertThat(outcomes).containsOnlyOnce(PutOutcome.CREATED);
        byte winner = (byte) outcomes.indexOf(PutOutcome.CREATED);
        assertThat(archive().get(KEY)).contains(new byte[] {winner});
    }

    @Test
    void whatIsBehindTheEndCannotBeRead() {
        put(random(10));
        ByteSource stored = objects().open(KEY).orElseThrow();

        assertThat(stored.read(10, 0)).isEmpty();
        assertThatThrownBy(() -> stored.read(5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private PutOutcome put(byte[] body) {
        return objects().put(KEY, ByteSource.of(body), Map.of("source", "live"));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] piece(byte[] bytes, int from, int length) {
        return ByteSource.of(bytes).read(from, length);
    }
}
