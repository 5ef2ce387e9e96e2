package io.gapless.exchange.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.exchange.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTapeTest {

    private static final String COMBINED =
            "1723161254340863867 {\"stream\":\"ethusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":%d,\"s\":\"ETHUSDT\",\"t\":%d,\"p\":\"2683.80000000\",\"q\":\"0.00200000\",\"T\":%d,\"m\":true,\"M\":true}}\n";
    private static final String RAW =
            "1723161254340863 {\"e\":\"trade\",\"E\":%d,\"s\":\"ETHUSDT\",\"t\":%d,\"p\":\"2683.90000000\",\"q\":\"0.10000000\",\"b\":7,\"a\":8,\"T\":%d,\"m\":false,\"M\":true}\n";

    @TempDir Path folder;

    @Test
    void recordedTradesAreReadWithIdsValuesAndTimes() {
        RecordingTape tape =
                RecordingTape.of(
                        Recordings.file("ws/ethusdt_20240808.gz"),
                        Recordings.file("ws/ethusdt_20240809.gz"));
        SymbolTape symbol = tape.begin("ETHUSDT", tape.naturalStartMicros().orElseThrow());

        assertThat(tape.symbols()).containsExactly("ETHUSDT");
        assertThat(symbol.firstId()).isEqualTo(1_520_538_925L);
        assertThat(symbol.lastIdAt(Long.MAX_VALUE)).isEqualTo(1_520_553_439L);
        assertThat(symbol.holes()).isEmpty();
        assertThat(symbol.trade(1_520_538_925L))
                .isEqualTo(
                        new Trade(
                                1_520_538_925L,
                                Fixed8.parse("2683.8"),
                                Fixed8.parse("0.002"),
                                1_723_161_255_611_000L,
                                1_723_161_255_612_000L,
                                true,
                                true));
        IdRange aggregate = symbol.tradesOf(symbol.aggregateOf(1_520_538_926L));
        assertThat(aggregate).isEqualTo(new IdRange(1_520_538_925L, 1_520_538_928L));
    }

    @Test
    void tradesArePublishedAtTheirRecordedPaceOrAtARate() throws IOException {
        RecordingTape tape = RecordingTape.of(sample());
        SymbolTape paced = tape.begin("ETHUSDT", 5_000_000);
        assertThat(paced.lastIdAt(4_999_999)).isEqualTo(99);
        assertThat(paced.lastIdAt(5_000_000)).isEqualTo(100);
        assertThat(paced.lastIdAt(5_001_999)).isEqualTo(100);
        assertThat(paced.lastIdAt(5_002_000)).isEqualTo(101);
        SymbolTape fast = tape.atRate(1_000_000).begin("ETHUSDT", 5_000_000);
        assertThat(fast.lastIdAt(5_000_001)).isEqualTo(101);
        assertThat(fast.lastIdAt(5_000_002)).isEqualTo(103);
    }

    @Test
    void bothFrameFormsAreReadOtherStreamsAreSkippedAndMissingIdsAreHoles() throws IOException {
        SymbolTape symbol = RecordingTape.of(sample()).begin("ETHUSDT", 0);
        symbol.lastIdAt(Long.MAX_VALUE);
        assertThat(symbol.holes()).containsExactly(new IdRange(102, 102));
        assertThat(new String(symbol.recordedFrame(101).orElseThrow()))
                .startsWith("{\"e\":\"trade\"")
                .contains("\"b\":7")
                .endsWith("}");
        assertThat(new String(symbol.recordedFrame(100).orElseThrow()))
                .startsWith("{\"e\":\"trade\"")
                .endsWith("\"M\":true}");
        assertThat(symbol.aggregateOf(101)).isEqualTo(symbol.aggregateOf(100) + 1);
    }

    @Test
    void aLineThatIsNoFrameIsReportedWithItsPlace() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("bad"), "1 {\"e\":\"trade\",\"E\":1,\"s\":\"X\"}\n");
        assertThatThrownBy(() -> RecordingTape.of(file))
                .hasMessageContaining("bad, line 1")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordingHasNoMoreTradesThanWereRecorded() throws IOException {
        SymbolTape symbol = RecordingTape.of(sample()).begin("ETHUSDT", 0);
        assertThatThrownBy(() -> symbol.burst(0, 1, Duration.ofSeconds(1)))
                .hasMessageContaining("ETHUSDT");
    }

    private Path sample() throws IOException {
        String lines =
                COMBINED.formatted(1_000_001, 100, 1_000_000)
                        + "1 {\"stream\":\"ethusdt@bookTicker\",\"data\":{\"u\":1}}\n"
                        + RAW.formatted(1_000_003, 101, 1_000_002)
                        + COMBINED.formatted(1_000_004, 103, 1_000_003);
        return Files.writeString(folder.resolve("sample"), lines);
    }
}
