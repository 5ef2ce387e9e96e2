package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl listener -am test -Dtest=FrameFuzz -Dsurefire.failIfNoSpecifiedTests=false`.
class FrameFuzz {
    private static final SymbolTable SYMBOLS =
            new SymbolTable(List.of(Symbol.of("BTCUSDT"), Symbol.of("币安人生USDT")));

    @FuzzTest(maxDuration = "2m")
    void frame(byte[] bytes) {
        check(new String(bytes, StandardCharsets.UTF_8));
    }

    /// Never throws; the quick way reads nothing otherwise than the complete way; what is refused is
    /// shown harmlessly.
    private static void check(String frame) {
        DecodedTrade byScanner = new DecodedTrade();
        DecodedTrade byReader = new DecodedTrade();
        StreamFrame complete = new FrameReader(SYMBOLS).read(frame, byReader);
        if (new FrameScanner(SYMBOLS).scan(frame, byScanner)) {
            assertThat(complete)
                    .isEqualTo(
                            byScanner.symbol < 0 ? StreamFrame.Kind.OTHER : StreamFrame.Kind.TRADE);
            assertThat(FrameMutationTest.values(byScanner))
                    .isEqualTo(FrameMutationTest.values(byReader));
        }
        if (complete instanceof StreamFrame.Unreadable(String problem, String sample)) {
            Refusals.assertReadable(problem);
            Refusals.assertReadable("sample: " + sample);
        }
    }
}
