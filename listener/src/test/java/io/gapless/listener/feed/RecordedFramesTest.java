package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gapless.trade.Recordings;
import io.gapless.trade.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What Binance really sent, frame by frame.
class RecordedFramesTest {
    private static final List<Symbol> SYMBOLS = List.of(Symbol.of("ETHUSDT"), Symbol.of("BTCUSDT"));

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void theEthusdtRecordingsAreOneUnbrokenRunOverMidnight() throws Exception {
        List<Long> ids = decode(0, Recordings.ETHUSDT);

        assertThat(ids).hasSize(14_515);
        assertConsecutive(ids, 1_520_538_925L, 1_520_553_439L);
    }

    @Test
    void theBtcusdtRecordingWithOrderIdsIsOneUnbrokenRun() throws Exception {
        List<Long> ids = decode(1, Recordings.BTCUSDT);

        assertThat(ids).hasSize(3_144);
        assertConsecutive(ids, 3_071_245_454L, 3_071_248_597L);
    }

    private List<Long> decode(int symbol, List<String> files) throws Exception {
        SymbolTable symbols = new SymbolTable(SYMBOLS);
        TradeFrameDecoder decoder = new TradeFrameDecoder(symbols);
        FrameReader reader = new FrameReader(symbols);
        FrameScanner scanner = new FrameScanner(symbols);
        List<Long> ids = new ArrayList<>();
        for (Recordings.Frame recorded : Recordings.frames(files)) {
            String frame = recorded.text();
            StreamFrame decoded = FrameWays.decode(decoder, frame);
            if (decoded != StreamFrame.Kind.TRADE) {
                assertThat(decoded).as(frame).isEqualTo(StreamFrame.Kind.OTHER);
                assertThat(frame).doesNotContain("@trade");
                continue;
            }
            DecodedTrade trade = decoder.trade();
            assertThat(trade.symbol).isEqualTo(symbol);
            ids.add(trade.id);
            JsonNode data = mapper.readTree(frame).get("data");
            assertThat(trade.time).isEqualTo(data.get("T").longValue() * 1000);
            assertThat(trade.eventTime).isEqualTo(data.get("E").longValue() * 1000);
            assertThat(BigDecimal.valueOf(trade.price, 8))
                    .isEqualTo(new BigDecimal(data.get("p").asText()));
            assertThat(BigDecimal.valueOf(trade.quantity, 8))
                    .isEqualTo(new BigDecimal(data.get("q").asText()));
            assertThat(trade.buyerIsMaker).isEqualTo(data.get("m").booleanValue());

            DecodedTrade quick = new DecodedTrade();
            DecodedTrade complete = new DecodedTrade();
            assertThat(FrameWays.scan(scanner, frame, quick)).as("quick: %s", frame).isTrue();
            assertThat(reader.read(frame, complete)).isEqualTo(StreamFrame.Kind.TRADE);
            assertThat(FrameMutationTest.values(complete))
                    .isEqualTo(FrameMutationTest.values(quick));
        }
        return ids;
    }

    private static void assertConsecutive(List<Long> ids, long first, long last) {
        assertThat(ids.getFirst()).isEqualTo(first);
        assertThat(ids.getLast()).isEqualTo(last);
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i)).isEqualTo(ids.get(i - 1) + 1);
        }
    }
}
