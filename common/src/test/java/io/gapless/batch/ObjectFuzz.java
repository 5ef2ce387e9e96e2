package io.gapless.batch;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gapless.fuzz.Refusals;
import java.nio.charset.StandardCharsets;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl common test -Dtest=ObjectFuzz#object`, one method at a time.
class ObjectFuzz {
    private static final BatchCodec CODEC = new BatchCodec();

    /// What a program that computes the checksum right, and all else wrong, would write.
    @FuzzTest(maxDuration = "2m")
    void object(byte[] object) {
        Refusals.withinMemory(() -> {
            try {
                Footer.seal(object);
                CODEC.decode(object);
            } catch (CorruptBatchException e) {
                Refusals.assertReadable(String.valueOf(e.getMessage()));
            }
        });
    }

    @FuzzTest(maxDuration = "2m")
    void key(byte[] bytes) {
        BatchKeyMutationTest.check(new String(bytes, StandardCharsets.UTF_8));
    }
}
