package io.gapless.binance;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl common test -Dtest=RestAnswerFuzz#page`, one method at a time.
class RestAnswerFuzz {
    @FuzzTest(maxDuration = "2m")
    void page(byte[] body) {
        RestAnswerMutationTest.page(body);
    }

    @FuzzTest(maxDuration = "2m")
    void exchangeInfo(byte[] body) {
        RestAnswerMutationTest.exchangeInfo(body);
    }

    @FuzzTest(maxDuration = "2m")
    void refusal(byte[] body) {
        RestAnswerMutationTest.refusal(400, new String(body, StandardCharsets.UTF_8));
    }
}
