package io.gapless.binance;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl common test -Dtest=RestAnswerFuzz#page`, one method at a time.
class RestAnswerFuzz {
    static Stream<byte[]> pages() {
        return Stream.of(RestAnswerMutationTest.PAGE, RestAnswerMutationTest.PAGE_IN_MICROS)
                .map(body -> body.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> infos() {
        return Stream.of(RestAnswerMutationTest.INFO.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("pages")
    @FuzzTest(maxDuration = "2m")
    void page(byte[] body) {
        RestAnswerMutationTest.page(body);
    }

    @MethodSource("infos")
    @FuzzTest(maxDuration = "2m")
    void exchangeInfo(byte[] body) {
        RestAnswerMutationTest.exchangeInfo(body);
    }

    @FuzzTest(maxDuration = "2m")
    void refusal(byte[] body) {
        RestAnswerMutationTest.refusal(400, new String(body, StandardCharsets.UTF_8));
    }
}
