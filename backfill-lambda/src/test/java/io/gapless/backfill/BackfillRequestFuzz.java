package io.gapless.backfill;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl backfill-lambda -am test -Dtest=BackfillRequestFuzz
/// -Dsurefire.failIfNoSpecifiedTests=false`.
class BackfillRequestFuzz {
    @FuzzTest(maxDuration = "2m")
    void event(byte[] event) {
        BackfillRequestMutationTest.check(new String(event, StandardCharsets.UTF_8));
    }
}
