package io.gapless.dump;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl common test -Dtest=DumpFuzz`.
class DumpFuzz {
    static Stream<byte[]> files() {
        return Stream.of(DumpMutationTest.CSV.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "2m")
    void rows(byte[] csv) {
        DumpMutationTest.rows(csv);
    }
}
