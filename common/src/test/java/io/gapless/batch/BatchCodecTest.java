package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.gapless.trade.Recordings;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCodecTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;
    private static final long TIME = 1_767_268_800_123_456L;

    private final BatchCodec codec = new BatchCodec();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 20, 127, 128, 129, 130, 300, 504, 505, 3_000, 50_000})
    void batchesOfAnySizeComeBackAsTheyWere(int size) {
        comesBack(new SampleTrades(size).batch(size));
    }

    @Test
    void everyColumnComesBackAlsoWhereItIsNull() {
        TradeColumns trades = new TradeColumns(1);
        long id = 17;
        for (boolean maker : List.of(true, false)) {
            for (boolean best : List.of(true, false)) {
                for (long eventTime : List.of(Trade.UNKNOWN, TIME + 1)) {
                    for (long receivedAt : List.of(Trade.UNKNOWN, TIME - 5_000_000)) {
                        for (Source source : Source.values()) {
                            trades.add(
                                    id,
                                    id * 3,
                                    id * 7,
                                    TIME + id,
                                    maker,
                                    best,
                                    eventTime,
                                    receivedAt,
                                    source);
                            id++;
                        }
                    }
                }
            }
        }
        comesBack(new Batch(SYMBOL, trades));
    }

    @Test
    void everyDecimalExtremeComesBack() {
        comesBack(decimals(DecimalExtremes.UNITS));
    }

    @Test
    void dictionariesOfExtremesComeBackToo() {
        List<Long> units = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            units.add(DecimalExtremes.UNITS.get(i % DecimalExtremes.UNITS.size()));
        }
        comesBack(decimals(units));
    }

    @Test
    void aBurstInOneMicrosecondComesBack() {
        comesBack(new Batch(SYMBOL, new SampleTrades(1).burst(735)));
    }

    @Test
    void timesThatGoBackwardsAndFarComeBack() {
        TradeColumns trades = new TradeColumns(1);
        long midnight = Trade.epochDay(TIME) * 86_400_000_000L;
        for (int i = 0; i < 300; i++) {
            long time = midnight + (i % 3 == 0 ? 86_399_999_999L : i * 37L);
            trades.add(i, 1, 1, time, true, true, Trade.LATEST_TIME * (i % 2), i, Source.LIVE);
        }
        comesBack(new Batch(SYMBOL, trades));
    }

    @Test
    void idsUpToTheHighestComeBack() {
        comesBack(new Batch(SYMBOL, new SampleTrades(1).fromId(Long.MAX_VALUE - 300).take(300)));
        comesBack(new Batch(SYMBOL, new SampleTrades(1).fromId(0).take(300)));
    }

    @Test
    void aSymbolBeyondAsciiAndInItsSecondIdSpaceIsKept() {
        Symbol symbol = Symbol.of("币安人生USDT@2");
        comesBack(new Batch(symbol, new SampleTrades(1).take(20)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 3_000, 20_000})
    void theSameBatchGivesTheSameBytes(int size) {
        byte[] once = codec.encode(new SampleTrades(9).batch(size));
        byte[] again = new BatchCodec().encode(new SampleTrades(9).batch(size));
        assertThat(again).isEqualTo(once);
    }

    @Test
    void manyThreadsShareOneCodec() throws Exception {
        List<Batch> batches = new ArrayList<>();
        for (int seed = 0; seed < 16; seed++) {
            batches.add(new SampleTrades(seed).batch(500 + seed));
        }
        List<byte[]> expected = batches.stream().map(codec::encode).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<byte[]>> tasks = new ArrayList<>();
            batches.forEach(batch -> tasks.add(() -> codec.encode(batch)));
            List<Future<byte[]>> results = threads.invokeAll(tasks);
            for (int i = 0; i < batches.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void aVoidIsAVoidAndAlwaysTheSameBytes() {
        BatchKey key = new SampleTrades(1).batch(20).key();
        byte[] object = codec.encodeVoid(key);

        assertThat(codec.decode(key, object)).isEqualTo(new Content.Void(SYMBOL, key.range()));
        assertThat(codec.encodeVoid(key)).isEqualTo(object);
    }

    @Test
    void anObjectOfOtherIdsContradictsItsKey() {
        SampleTrades market = new SampleTrades(1);
        Batch first = market.batch(20);
        Batch second = market.batch(20);

        assertThatThrownBy(() -> codec.decode(first.key(), codec.encode(second)))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining(first.key().toString())
                .hasMessageContaining("row 0 is trade " + second.range().first());
        assertThatThrownBy(() -> codec.decode(first.key(), codec.encodeVoid(second.key())))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("it is the void of");
    }

    @Test
    void anObjectOfAnotherSymbolContradictsItsKey() {
        Batch batch = new SampleTrades(1).batch(20);
        Batch renamed = new Batch(Symbol.of("ETHUSDT"), batch.trades());

        assertThatThrownBy(() -> codec.decode(batch.key(), codec.encode(renamed)))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("its rows are of ETHUSDT");
    }

    @Test
    void anObjectThatIsShorterThanItsClaimContradictsItsKey() {
        Batch whole = new SampleTrades(1).batch(20);
        Batch part = new Batch(SYMBOL, whole.trades().slice(0, 19));

        assertThatThrownBy(() -> codec.decode(whole.key(), codec.encode(part)))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("19 rows for 20 ids");
    }

    @Test
    void anObjectOfAnotherDateContradictsItsKey() {
        Batch today = new SampleTrades(1).batch(20);
        Batch tomorrow = new SampleTrades(1).advance(Duration.ofDays(1)).batch(20);

        assertThatThrownBy(() -> codec.decode(today.key(), codec.encode(tomorrow)))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("is of 2026-01-02");
    }

    @Test
    void theSameTradesToldInMillisecondsFitTheKeyOfTheClaim() {
        Batch live = new SampleTrades(1).batch(20);
        TradeColumns rest = new TradeColumns(20);
        for (Trade t : live.trades().rows()) {
            long millis = t.time() / 1_000 * 1_000;
            rest.add(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    millis,
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
        }
        assertThat(codec.decode(live.key(), codec.encode(new Batch(SYMBOL, rest))))
                .isInstanceOf(Content.Rows.class);
    }

    @Test
    void theMetadataNamesFormatSourceAndCount() {
        SampleTrades market = new SampleTrades(1);
        TradeColumns joined = market.take(10);
        TradeColumns repaired = market.from(Source.REST).take(10);
        joined.addAll(repaired, 0, 10);

        assertThat(codec.metadata(new Batch(SYMBOL, joined)))
                .isEqualTo(Map.of("format", "1", "source", "live,rest", "trades", "20"));
        assertThat(codec.metadata(new Batch(SYMBOL, repaired)))
                .isEqualTo(Map.of("format", "1", "source", "rest", "trades", "10"));
        assertThat(codec.voidMetadata())
                .isEqualTo(Map.of("format", "1", "kind", "void", "trades", "0"));
    }

    @Test
    void aBatchBeyondTheLimitIsRefusedBeforeItIsEncoded() {
        TradeColumns tooMany = new SampleTrades(1).take(Batch.MAX_TRADES + 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(SYMBOL, tooMany))
                .withMessageContaining("50001 trades, more than 50000");
    }

    @Test
    void encodingTheLargestBatchTakesAFewMegabytes() {
        Batch batch = new SampleTrades(1).batch(Batch.MAX_TRADES);
        codec.encode(batch);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        codec.encode(batch);
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(16_000_000);
    }

    @Test
    void theRecordingsComeBack() {
        for (List<String> recording : List.of(Recordings.BTCUSDT, Recordings.ETHUSDT)) {
            TradeColumns trades = Recordings.trades(recording);
            List<Batch> batches = Batch.cut(SYMBOL, trades, 5_000);
            assertThat(batches.stream().mapToInt(Batch::size).sum()).isEqualTo(trades.size());
            batches.forEach(this::comesBack);
        }
    }

    @Test
    void theRecordedRestPagesComeBack() {
        for (Path page : Recordings.restPages()) {
            Batch.cut(SYMBOL, Recordings.restTrades(page), Batch.MAX_TRADES)
                    .forEach(this::comesBack);
        }
    }

    private void comesBack(Batch batch) {
        Content content = codec.decode(batch.key(), codec.encode(batch));
        assertThat(content)
                .isInstanceOfSatisfying(
                        Content.Rows.class,
                        rows -> {
                            assertThat(rows.symbol()).isEqualTo(batch.symbol());
                            assertThat(rows.trades().rows().equals(batch.trades().rows()))
                                    .as("rows of %s", batch.key())
                                    .isTrue();
                        });
    }

    private static Batch decimals(List<Long> units) {
        TradeColumns trades = new TradeColumns(1);
        for (int i = 0; i < units.size(); i++) {
            long other = units.get(units.size() - 1 - i);
            trades.add(i, units.get(i), other, TIME, true, true, TIME, TIME, Source.LIVE);
        }
        return new Batch(SYMBOL, trades);
    }

    @Test
    void theRangeOfAVoidNeedNotFitIntoAClaim() {
        TradeIdRange wide = new TradeIdRange(0, Long.MAX_VALUE - 1);
        BatchKey key = new BatchKey(SYMBOL, TIME, TIME, wide);
        assertThat(codec.decode(key, codec.encodeVoid(key)))
                .isEqualTo(new Content.Void(SYMBOL, wide));
    }
}
