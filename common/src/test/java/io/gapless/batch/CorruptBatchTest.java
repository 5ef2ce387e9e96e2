package io.gapless.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptBatchTest {
    /// More than decoding a batch of the largest size takes, and far less than a heap.
    private static final long MAX_BYTES_TAKEN = 32 << 20;

    private final BatchCodec codec = new BatchCodec();
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {20, 300})
    void anObjectCutOffAnywhereIsCorrupt(int size) {
        byte[] object = codec.encode(new SampleTrades(1).batch(size));
        for (int length = 0; length < object.length; length++) {
            isCorrupt(Arrays.copyOf(object, length), "cut off at " + length);
        }
    }

    @Test
    void aVoidCutOffAnywhereIsCorrupt() {
        byte[] object = codec.encodeVoid(new SampleTrades(1).batch(20).key());
        for (int length = 0; length < object.length; length++) {
            isCorrupt(Arrays.copyOf(object, length), "cut off at " + length);
        }
    }

    @Test
    void anyFlippedBitIsFound() {
        byte[] object = codec.encode(new SampleTrades(1).batch(20));
        for (int bit = 0; bit < object.length * Byte.SIZE; bit++) {
            object[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            isCorrupt(object, "bit " + bit + " flipped");
            object[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 3_000})
    void damageInSeveralPlacesIsFound(int size) {
        byte[] object = codec.encode(new SampleTrades(1).batch(size));
        RandomGenerator random = random(size);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = damaged(object, random);
            if (!Arrays.equals(damaged, object)) {
                isCorrupt(damaged, "round " + round);
            }
        }
    }

    @Test
    void aMissingMiddleIsFound() {
        byte[] object = codec.encode(new SampleTrades(1).batch(300));
        for (int from = 0; from < object.length - 100; from += 37) {
            byte[] shorter = Arrays.copyOf(object, object.length - 100);
            System.arraycopy(object, from + 100, shorter, from, shorter.length - from);
            isCorrupt(shorter, "without 100 bytes at " + from);
        }
    }

    /// What a program that computes the checksum right, and all else wrong, would write.
    @ParameterizedTest
    @ValueSource(ints = {0, 20, 300, 3_000})
    void withARightChecksumDamageGivesRowsOrTheOneException(int size) {
        byte[] object = size == 0 ? aVoid() : codec.encode(mixed(size));
        RandomGenerator random = random(size);
        int corrupt = 0;
        for (int round = 0; round < 1_500; round++) {
            byte[] damaged = damaged(object, random);
            try {
                Footer.seal(damaged);
            } catch (CorruptBatchException e) {
                continue;
            }
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                codec.decode(damaged);
            } catch (CorruptBatchException e) {
                Refusals.assertReadable(String.valueOf(e.getMessage()));
                corrupt++;
            } catch (Throwable t) {
                fail("size " + size + ", round " + round, t);
            }
            assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                    .as("round %d", round)
                    .isLessThan(MAX_BYTES_TAKEN);
        }
        assertThat(corrupt).isPositive();
    }

    @Test
    void aFooterOfStructuresInStructuresIsCorruptAndNoStackOverflow() {
        byte[] nested = new byte[8_000];
        // Field 15, a structure, again and again.
        Arrays.fill(nested, (byte) 0xfc);
        isCorrupt(withFooter(nested), "nested");
    }

    @Test
    void aFooterThatPromisesAThousandMillionColumnsIsCorruptAndTakesNoMemory() {
        // Field 2, a list of structures, of 2^30 elements.
        byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, -128, -128, -128, -128, 4};
        long before = memory.getCurrentThreadAllocatedBytes();
        isCorrupt(withFooter(footer), "huge list");
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_BYTES_TAKEN);
    }

    @Test
    void aParquetFileThatSomebodyElseWroteIsNotOurs() throws Exception {
        Path file = folder.resolve("foreign.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT range AS trade_id FROM range(20)) TO '" + file + "'");
        }
        byte[] foreign = Files.readAllBytes(file);
        assertThatThrownBy(() -> codec.decode(foreign))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("not written by Gapless");
    }

    @Test
    void somethingThatIsNoParquetFileIsCorrupt() {
        for (String text : List.of("", "PAR1", "PAR1PAR1", "<Error>NoSuchKey</Error>")) {
            assertThatThrownBy(() -> codec.decode(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void theMessageNamesTheKeyAndWhatIsWrong() {
        Batch batch = new SampleTrades(1).batch(20);
        byte[] object = codec.encode(batch);
        object[100] ^= 1;
        assertThatThrownBy(() -> codec.decode(batch.key(), object))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining(batch.key().toString())
                .hasMessageContaining("the bytes are damaged");
    }

    @Test
    void whatAFooterSaysIsQuotedHarmlessly() {
        byte[] rows = codec.encode(new SampleTrades(1).batch(20));
        isCorrupt(saying(rows, Footer.FORMAT_KEY), "another format");
        isCorrupt(saying(rows, Footer.SYMBOL_KEY), "another symbol");
        isCorrupt(saying(aVoid(), Footer.VOID_KEY), "other ids");
    }

    /// Control characters as the value of one of the footer's facts.
    private static byte[] saying(byte[] object, String fact) {
        String text = new String(object, StandardCharsets.ISO_8859_1);
        // Behind the key come a field's type and the length of the value.
        int value = text.lastIndexOf(fact) + fact.length() + 2;
        byte[] other = object.clone();
        Arrays.fill(other, value, value + object[value - 1], (byte) 0x1b);
        Footer.seal(other);
        return other;
    }

    private void isCorrupt(byte[] object, String how) {
        try {
            codec.decode(object);
            fail(how + " and nobody noticed");
        } catch (CorruptBatchException e) {
            Refusals.assertReadable(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] withFooter(byte[] footer) {
        ByteBuilder object = new ByteBuilder(footer.length);
        object.write(Footer.MAGIC);
        object.write(footer);
        object.write((Footer.CHECKSUM_KEY + "\u0018\u0008").getBytes(StandardCharsets.US_ASCII));
        object.write(Footer.NO_CHECKSUM.getBytes(StandardCharsets.US_ASCII));
        object.littleEndian(object.size() - Footer.MAGIC.length, Integer.BYTES);
        object.write(Footer.MAGIC);
        byte[] bytes = object.toBytes();
        Footer.seal(bytes);
        Footer.verify(bytes);
        return bytes;
    }

    private static byte[] damaged(byte[] object, RandomGenerator random) {
        byte[] damaged = object.clone();
        int places = random.nextInt(1, 4);
        for (int place = 0; place < places; place++) {
            // Most of what decides is in the footer.
            int at =
                    random.nextBoolean()
                            ? random.nextInt(object.length)
                            : object.length - 1 - random.nextInt(Math.min(object.length, 900));
            damaged[at] =
                    switch (random.nextInt(4)) {
                        case 0 -> (byte) (damaged[at] ^ (1 << random.nextInt(Byte.SIZE)));
                        case 1 -> (byte) 0xff;
                        case 2 -> 0;
                        default -> (byte) random.nextInt();
                    };
        }
        return damaged;
    }

    private byte[] aVoid() {
        return codec.encodeVoid(new SampleTrades(1).batch(20).key());
    }

    /// Rows with nulls and of several sources, so that every encoding is met.
    private static Batch mixed(int size) {
        SampleTrades market = new SampleTrades(size);
        TradeColumns trades = market.take(size - size / 2);
        trades.addAll(market.from(Source.REST).take(size / 2), 0, size / 2);
        return new Batch(SampleTrades.SYMBOL, trades);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
