package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided: `JAZZER_FUZZ=1 ./mvnw -pl listener -am test -Dtest=FrameFuzz -Dsurefire.failIfNoSpecifiedTests=false`.
class FrameFuzz {
    private static final SymbolTable SYMBOLS =
            new SymbolTable(List.of(Symbol.of("BTCUSDT"), Symbol.of("币安人生USDT")));

    static Stream<byte[]> frames() {
        return Stream.of(
                        "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1723161255612345,\"s\":\"BTCUSDT\",\"t\":1520538925,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"b\":1,\"a\":2,\"T\":1723161255611999,\"m\":true,\"M\":true}}",
                        "{\"e\":\"trade\",\"E\":1723161255612,\"s\":\"币安人生USDT\",\"t\":0,\"p\":\"0.1\",\"q\":\"1\",\"T\":1723161255611,\"m\":false}",
                        "{\"error\":{\"code\":4,\"msg\":\"Too many\"},\"id\":19}",
                        "{\"result\":[\"btcusdt@trade\"],\"id\":3}")
                .map(frame -> frame.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("frames")
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
        if (FrameWays.scan(new FrameScanner(SYMBOLS), frame, byScanner)) {
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
