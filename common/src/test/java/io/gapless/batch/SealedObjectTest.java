package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.SampleTrades;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SealedObjectTest {
    private static final LocalDate DATE = LocalDate.parse("2026-01-01");

    @ParameterizedTest
    @CsvSource({"1,100", "99,100", "100,100", "101,100", "1000,100", "30000,8192"})
    void rowsComeBackAsTheyWereHoweverManyGroupsTheyMake(int rows, int perGroup)
            throws IOException {
        TradeColumns trades = new SampleTrades(rows).take(rows);

        byte[] object = write(trades, perGroup, 777);

        assertThat(readAll(key(trades), object)).isEqualTo(trades.rows());
        assertThat(write(trades, perGroup, 13)).isEqualTo(object);
    }

    @ParameterizedTest
    @EnumSource(OtherReaders.class)
    void otherReadersReadEveryRowGroup(OtherReaders reader, @TempDir Path temp) throws Exception {
        TradeColumns trades = new SampleTrades(5).take(1_000);
        Path file = Files.write(temp.resolve("x.parquet"), write(trades, 300, 100));

        assertThat(reader.read(file)).isEqualTo(trades.rows());
    }

    @Test
    void anyDamagedByteIsNoticedAtTheEndAtTheLatest() throws IOException {
        TradeColumns trades = new SampleTrades(6).take(500);
        byte[] object = write(trades, 200, 100);
        Random random = new Random(7);

        for (int i = 0; i < 300; i++) {
            byte[] damaged = object.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> readAll(key(trades), damaged))
                    .isInstanceOf(CorruptBatchException.class);
        }
        for (int length = 0; length < object.length; length += 97) {
            byte[] cut = ByteSource.of(object).read(0, length);
            assertThatThrownBy(() -> readAll(key(trades), cut))
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void theObjectOfAnotherKeyIsRefused() throws IOException {
        TradeColumns trades = new SampleTrades(8).take(50);
        byte[] object = write(trades, 200, 100);
        SealedKey key = key(trades);
        TradeIdRange longer = new TradeIdRange(key.range().first(), key.range().last() + 1);

        assertThatThrownBy(() ->
                        readAll(new SealedKey(key.symbol(), DATE, key.sealedOn(), longer), object))
                .isInstanceOf(CorruptBatchException.class);
        assertThatThrownBy(() ->
                        readAll(
                                new SealedKey(
                                        key.symbol(),
                                        DATE.plusDays(1),
                                        key.sealedOn().plusDays(1),
                                        key.range()),
                                object))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("is of 2026-01-01");
    }

    @Test
    void aTradeThatIsNotTheNextOneIsRefused() {
        TradeColumns trades = new SampleTrades(9).take(50);
        SealedWriter writer = new SealedWriter(key(trades), new ByteArrayOutputStream());

        assertThatIllegalArgumentException().isThrownBy(() -> writer.add(trades.slice(1, 3)));
        assertThatIllegalArgumentException().isThrownBy(writer::finish);
    }

    @Test
    void aVoidHasNoRows() {
        SealedKey key = key(new SampleTrades(9).take(50));
        SealedReader reader = new SealedReader(key, ByteSource.of(SealedWriter.encodeVoid(key)));

        assertThat(reader.isVoid()).isTrue();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void aKeyIsReadBack() {
        SealedKey key = key(new SampleTrades(9).take(50));

        assertThat(key)
                .hasToString(
                        "sealed/symbol=BTCUSDT/date=2026-01-01/sealed_on=2026-01-02/0000000003071245454-0000000003071245503.parquet");
        assertThat(SealedKey.parse(key.toString())).isEqualTo(key);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SealedKey.parse(key.toString().replace("=2026-01-02", "=2026-01-01")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealedKey.parse(key.toString().replace("-02/", "-32/")));
        assertThatIllegalArgumentException().isThrownBy(() -> SealedKey.parse("sealed/x"));
    }

    private static SealedKey key(TradeColumns trades) {
        return new SealedKey(
                SampleTrades.SYMBOL,
                DATE,
                DATE.plusDays(1),
                new TradeIdRange(trades.id(0), trades.id(trades.size() - 1)));
    }

    private static byte[] write(TradeColumns trades, int perGroup, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SealedWriter writer = new SealedWriter(key(trades), out, perGroup);
        for (int from = 0; from < trades.size(); from += piece) {
            writer.add(trades.slice(from, Math.min(trades.size(), from + piece)));
        }
        writer.finish();
        return out.toByteArray();
    }

    private static List<Trade> readAll(SealedKey key, byte[] object) {
        SealedReader reader = new SealedReader(key, ByteSource.of(object));
        List<Trade> all = new ArrayList<>();
        while (true) {
            Optional<TradeColumns> rows = reader.next();
            if (rows.isEmpty()) {
                return all;
            }
            all.addAll(rows.get().rows());
        }
    }
}
