package io.gapless.batch;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.SampleTrades;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl common test -Dtest=ObjectFuzz#object`, one method at a time.
class ObjectFuzz {
    private static final int MIN_SEALED = 12;

    private static final BatchCodec CODEC = new BatchCodec();

    static Stream<byte[]> objects() {
        return Stream.of(
                CODEC.encode(new SampleTrades(1).batch(20)),
                CODEC.encode(new SampleTrades(2).batch(200)),
                CODEC.encodeVoid(new SampleTrades(1).batch(20).key()));
    }

    static Stream<byte[]> keys() {
        return Stream.of(
                new SampleTrades(1).batch(20).key().toString().getBytes(StandardCharsets.UTF_8));
    }

    /// What a program that computes the checksum right, and all else wrong, would write.
    @MethodSource("objects")
    @FuzzTest(maxDuration = "2m")
    void object(byte[] object) {
        // Memory is measured by CorruptBatchTest: here, instrumented classes are loaded meanwhile.
        try {
            // The writer's own method: only what might have a footer can be sealed.
            if (object.length >= MIN_SEALED) {
                Footer.seal(object);
            }
            CODEC.decode(object);
        } catch (CorruptBatchException e) {
            Refusals.assertReadable(String.valueOf(e.getMessage()));
        }
    }

    @MethodSource("keys")
    @FuzzTest(maxDuration = "2m")
    void key(byte[] bytes) {
        BatchKeyMutationTest.check(new String(bytes, StandardCharsets.UTF_8));
    }
}
