package io.gapless.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Archive] holds to: the fake, the folder and S3.
public abstract class ArchiveContract {
    protected static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    protected static final Symbol BTCUSDT = Symbol.of("BTCUSDT");
    private static final int RUNNERS = 8;

    /// The archive under test, empty.
    protected abstract Archive archive();

    /// The same archive as another process opens it.
    protected abstract Archive archiveOfAnotherProcess();

    /// What it says now, for the time of objects made now.
    protected abstract Instant now();

    /// A key of one batch of the symbol, at noon.
    protected static String key(Symbol symbol, long first, long last) {
        long time = Trade.micros(NOON);
        return new BatchKey(symbol, time, time, new TradeIdRange(first, last)).toString();
    }

    @Test
    void aPutObjectIsThereWithItsBody() {
        assertThat(put(key(BTCUSDT, 1, 9), "rows")).isEqualTo(PutOutcome.CREATED);

        assertThat(archiveOfAnotherProcess().get(key(BTCUSDT, 1, 9))).contains(bytes("rows"));
    }

    @Test
    void anObjectThatWasNeverPutIsNotThere() {
        assertThat(archive().get(key(BTCUSDT, 1, 9))).isEmpty();
    }

    @Test
    void aSecondPutFindsTheFirstAndChangesNothing() {
        put(key(BTCUSDT, 1, 9), "first");

        PutOutcome second =
                archiveOfAnotherProcess().put(key(BTCUSDT, 1, 9), bytes("second"), Map.of());

        assertThat(second).isEqualTo(PutOutcome.EXISTS);
        assertThat(archive().get(key(BTCUSDT, 1, 9))).contains(bytes("first"));
    }

    @Test
    void theSamePutAgainFindsItself() {
        put(key(BTCUSDT, 1, 9), "rows");

        assertThat(put(key(BTCUSDT, 1, 9), "rows")).isEqualTo(PutOutcome.EXISTS);
        assertThat(archive().get(key(BTCUSDT, 1, 9))).contains(bytes("rows"));
    }

    @Test
    void ofManyPutsUnderOneKeyExactlyOneCreates() {
        for (int round = 0; round < 5; round++) {
            String key = key(BTCUSDT, round, round);

            List<PutOutcome> outcomes =
                    Race.of(
                            RUNNERS,
                            i ->
                                    (i % 2 == 0 ? archive() : archiveOfAnotherProcess())
                                            .put(key, bytes("runner " + i), Map.of()));

            assertThat(outcomes).containsOnlyOnce(PutOutcome.CREATED);
            int winner = outcomes.indexOf(PutOutcome.CREATED);
            assertThat(archive().get(key)).contains(bytes("runner " + winner));
        }
    }

    @Test
    void anEmptyBodyIsAnObject() {
        assertThat(put(key(BTCUSDT, 1, 9), "")).isEqualTo(PutOutcome.CREATED);

        assertThat(archive().get(key(BTCUSDT, 1, 9))).contains(new byte[0]);
        assertThat(put(key(BTCUSDT, 1, 9), "rows")).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void fiveMegabytesArriveByteForByte() {
        byte[] body = new byte[5_000_000];
        new Random(5).nextBytes(body);

        assertThat(archive().put(key(BTCUSDT, 1, 9), body, Map.of())).isEqualTo(PutOutcome.CREATED);

        assertThat(archive().get(key(BTCUSDT, 1, 9))).contains(body);
        assertThat(archive().put(key(BTCUSDT, 1, 9), body, Map.of())).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void anObjectLargerThanAnyBatchIsNotReadIntoMemory() {
        archive().put("trades/huge", new byte[Archive.MAX_OBJECT_BYTES + 1], Map.of());

        assertThatThrownBy(() -> archive().get("trades/huge"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("trades/huge: 16777217 bytes");
        assertThat(archive().list("trades/", Optional.empty()).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.size()).isEqualTo(16_777_217));
    }

    @Test
    void theCallerMayUseItsArrayAgain() {
        byte[] body = bytes("rows");
        archive().put(key(BTCUSDT, 1, 9), body, Map.of());
        body[0] = 'X';

        assertThat(archive().get(key(BTCUSDT, 1, 9))).contains(bytes("rows"));
    }

    @Test
    void metadataDoesNoHarm() {
        Map<String, String> metadata = Map.of("source", "live", "count", "9");

        assertThat(archive().put(key(BTCUSDT, 1, 9), bytes("rows"), metadata))
                .isEqualTo(PutOutcome.CREATED);
        assertThat(archive().get(key(BTCUSDT, 1, 9))).contains(bytes("rows"));
    }

    @Test
    void symbolsBeyondAsciiAreKeptApart() {
        Symbol life = Symbol.of("币安人生USDT");
        Symbol restarted = Symbol.of("BTCUSDT@2");
        put(key(life, 1, 9), "life");
        put(key(restarted, 1, 9), "restarted");

        assertThat(archive().get(key(life, 1, 9))).contains(bytes("life"));
        assertThat(archive().get(key(restarted, 1, 9))).contains(bytes("restarted"));
        assertThat(keys(BatchKey.prefix(life))).containsExactly(key(life, 1, 9));
        assertThat(keys(BatchKey.prefix(restarted))).containsExactly(key(restarted, 1, 9));
        assertThat(keys(BatchKey.prefix(BTCUSDT))).isEmpty();
    }

    @Test
    void anEmptyArchiveListsNothing() {
        Archive.Page page = archive().list("trades/", Optional.empty());

        assertThat(page.entries()).isEmpty();
        assertThat(page.more()).isFalse();
    }

    @Test
    void aListingTellsKeySizeAndTime() {
        put(key(BTCUSDT, 1, 9), "four");

        Archive.Page page = archive().list(BatchKey.prefix(BTCUSDT), Optional.empty());

        assertThat(page.entries()).hasSize(1);
        Archive.Entry entry = page.entries().getFirst();
        assertThat(entry.key()).isEqualTo(key(BTCUSDT, 1, 9));
        assertThat(entry.size()).isEqualTo(4);
        // S3 tells whole seconds.
        assertThat(entry.created())
                .isCloseTo(now(), within(Duration.ofMinutes(2).toSeconds(), ChronoUnit.SECONDS));
    }

    @Test
    void aListingShowsWhatAnotherProcessHasJustPut() {
        archiveOfAnotherProcess().put(key(BTCUSDT, 1, 9), bytes("rows"), Map.of());

        assertThat(keys("trades/")).containsExactly(key(BTCUSDT, 1, 9));
    }

    @Test
    void aPrefixIsNotConfusedByASymbolThatStartsWithAnother() {
        Symbol btcusd = Symbol.of("BTCUSD");
        put(key(btcusd, 1, 9), "a");
        put(key(BTCUSDT, 1, 9), "b");

        assertThat(keys(BatchKey.prefix(btcusd))).containsExactly(key(btcusd, 1, 9));
        assertThat(keys(BatchKey.prefix(BTCUSDT))).containsExactly(key(BTCUSDT, 1, 9));
        assertThat(keys("trades/symbol=BTCUSD")).hasSize(2);
    }

    @Test
    void aPrefixMayEndInTheMiddleOfAName() {
        put(key(BTCUSDT, 1, 9), "a");
        put(key(BTCUSDT, 10, 19), "b");

        String upToTheDay = BatchKey.prefix(BTCUSDT) + "date=2026-01-0";
        assertThat(keys(upToTheDay)).hasSize(2);
        assertThat(keys(BatchKey.prefix(BTCUSDT) + "date=2025")).isEmpty();
        assertThat(keys(key(BTCUSDT, 1, 9))).containsExactly(key(BTCUSDT, 1, 9));
    }

    /// Keys in ascending order of their bytes. '-' < '.' < '/' < '0' < '=', so that the names of folders
    /// alone would sort otherwise; and `𠮷` lies behind `～` in UTF-8, before it in Java's strings.
    protected List<String> keysInOrder() {
        return List.of("a-b/x", "a/x", "a/x-y", "a/xy", "a0/x", "a=/x", "b.x", "b/～", "b/𠮷");
    }

    @Test
    void aListingGoesByTheBytesOfTheWholeKey() {
        List<String> keys = keysInOrder();
        for (String key : keys.reversed()) {
            put("order/" + key, key);
        }

        assertThat(keys("order/")).containsExactlyElementsOf(prefixed(keys));
        for (int i = 0; i < keys.size(); i++) {
            Optional<String> after = Optional.of("order/" + keys.get(i));
            assertThat(keys("order/", after))
                    .containsExactlyElementsOf(prefixed(keys.subList(i + 1, keys.size())));
        }
    }

    @Test
    void aListingGoesOnBehindAKeyThatIsNotThere() {
        put(key(BTCUSDT, 10, 19), "a");
        put(key(BTCUSDT, 30, 39), "b");

        assertThat(keys(BatchKey.prefix(BTCUSDT), Optional.of(key(BTCUSDT, 20, 29))))
                .containsExactly(key(BTCUSDT, 30, 39));
        assertThat(keys(BatchKey.prefix(BTCUSDT), Optional.of("a"))).hasSize(2);
        assertThat(keys(BatchKey.prefix(BTCUSDT), Optional.of("zzz"))).isEmpty();
    }

    @Test
    void moreThanAPageComesInPagesWithoutHoleOrDouble() {
        int objects = Archive.PAGE_SIZE + 50;
        List<String> expected =
                IntStream.range(0, objects).mapToObj(i -> key(BTCUSDT, i, i)).toList();
        Race.of(
                RUNNERS,
                runner -> {
                    for (int i = runner; i < objects; i += RUNNERS) {
                        put(expected.get(i), "x");
                    }
                    return runner;
                });
        put(key(Symbol.of("BTCUSDU"), 1, 1), "not asked for");

        Archive.Page first = archive().list(BatchKey.prefix(BTCUSDT), Optional.empty());
        assertThat(first.entries()).hasSize(Archive.PAGE_SIZE);
        assertThat(first.more()).isTrue();
        String last = first.entries().getLast().key();
        Archive.Page second = archive().list(BatchKey.prefix(BTCUSDT), Optional.of(last));
        assertThat(second.more()).isFalse();

        List<String> seen = new ArrayList<>();
        first.entries().forEach(entry -> seen.add(entry.key()));
        second.entries().forEach(entry -> seen.add(entry.key()));
        assertThat(seen).containsExactlyElementsOf(expected);
    }

    protected final PutOutcome put(String key, String body) {
        return archive().put(key, bytes(body), Map.of());
    }

    protected final List<String> keys(String prefix) {
        return keys(prefix, Optional.empty());
    }

    private List<String> keys(String prefix, Optional<String> after) {
        return archive().list(prefix, after).entries().stream().map(Archive.Entry::key).toList();
    }

    private static List<String> prefixed(List<String> keys) {
        return keys.stream().map(key -> "order/" + key).toList();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
