package io.gapless.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarketFramesTest {
    private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    private static final long START = 1_767_225_600_000_000L;
    private static final int TRADES = 2_000;

    @Test
    void idsOfEachSymbolGoUpByOneAndTimesNeverBack() throws IOException {
        Map<String, Long> ids = new HashMap<>();
        Map<String, Long> times = new HashMap<>();

        for (JsonNode frame : frames(new MarketFrames(SYMBOLS, true, true, START), 4_096)) {
            JsonNode trade = frame.get("data");
            String symbol = trade.get("s").textValue();
            long id = trade.get("t").longValue();
            assertThat(frame.get("stream").textValue()).isEqualToIgnoringCase(symbol + "@trade");
            assertThat(id).isEqualTo(ids.getOrDefault(symbol, MarketFrames.FIRST_ID - 1) + 1);
            assertThat(trade.get("T").longValue())
                    .isGreaterThanOrEqualTo(times.getOrDefault(symbol, START));
            ids.put(symbol, id);
            times.put(symbol, trade.get("T").longValue());
        }

        assertThat(ids).containsOnlyKeys(SYMBOLS);
    }

    @Test
    void everyConnectionIsSentTheSameTradesHoweverTheyAreCut() throws IOException {
        List<JsonNode> combined = frames(new MarketFrames(SYMBOLS, true, true, START), 4_096);
        List<JsonNode> raw = frames(new MarketFrames(SYMBOLS, false, true, START), 1_000);

        assertThat(combined.stream().map(frame -> frame.get("data")).toList()).isEqualTo(raw);
    }

    private static List<JsonNode> frames(MarketFrames market, int chunkBytes) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        byte[] chunk = new byte[chunkBytes];
        while (market.position() < TRADES) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, market.fill(chunk, TRADES));
            while (bytes.hasRemaining()) {
                assertThat(bytes.getShort()).isEqualTo((short) 0x817e);
                byte[] text = new byte[bytes.getShort()];
                assertThat(text.length).isLessThan(MarketFrames.LONGEST_FRAME);
                bytes.get(text);
                frames.add(new JsonMapper().readTree(text));
            }
        }
        assertThat(frames).hasSize(TRADES);
        return frames;
    }
}
