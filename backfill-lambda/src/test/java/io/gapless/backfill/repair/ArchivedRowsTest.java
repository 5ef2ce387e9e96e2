package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.InMemoryArchive;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.binance.SettableClock;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchivedRowsTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final BatchCodec CODEC = new BatchCodec();

    private final InMemoryArchive archive =
            new InMemoryArchive(new SettableClock(Instant.parse("2026-03-04T00:00:00Z")));

    private static long noon(LocalDate date) {
        return Trade.micros(Instant.parse(date + "T12:00:00Z"));
    }

    private BatchKey archived(LocalDate date, long first, long last) {
        TradeColumns rows = new TradeColumns(10);
        for (long id = first; id <= last; id++) {
            rows.add(
                    new Trade(
                            id,
                            1_000 + id,
                            1,
                            noon(date) + id,
                            false,
                            true,
                            Trade.UNKNOWN,
                            Trade.UNKNOWN,
                            Source.REST));
        }
        Batch batch = new Batch(A, rows);
        archive.put(batch.key().toString(), CODEC.encode(batch), Map.of());
        return batch.key();
    }

    private BatchKey put(long first, long last, byte[] object) {
        BatchKey key = new BatchKey(A, noon(DAY), noon(DAY) + 5_000, new TradeIdRange(first, last));
        archive.put(key.toString(), object, Map.of());
        return key;
    }

    private ArchivedRows rows() {
        return new ArchivedRows(archive, A, DAY);
    }

    @BeforeEach
    void threeDays() {
        archived(DAY.minusDays(1), 50, 99);
        archived(DAY, 100, 149);
        archived(DAY, 160, 199);
        archived(DAY.plusDays(1), 200, 249);
    }

    private static void holds(ArchivedRows rows, long id) {
        assertThat(rows.find(id))
                .hasValueSatisfying(found -> {
                    assertThat(found.trade().id()).isEqualTo(id);
                    assertThat(found.trade().price()).isEqualTo(1_000 + id);
                    assertThat(found.key().range().contains(id)).isTrue();
                });
    }

    @Test
    void rowsOfTheDateAreFoundWithTheObjectThatHasThem() {
        ArchivedRows rows = rows();

        assertThat(rows.objects()).isEqualTo(2);
        for (long id : new long[] {100, 101, 149, 160, 199}) {
            holds(rows, id);
        }
    }

    @Test
    void rowsOfEitherNeighbouringDateAreFoundToo() {
        holds(rows(), 50);
        holds(rows(), 249);
        ArchivedRows both = rows();
        holds(both, 99);
        holds(both, 120);
        holds(both, 200);
    }

    @Test
    void whatIsNotArchivedIsNotFound() {
        ArchivedRows rows = rows();

        for (long id : new long[] {49, 150, 159, 250}) {
            assertThat(rows.find(id)).isEmpty();
        }
        holds(rows, 160);
    }

    @Test
    void aVoidLiesOverWhatWasClaimedAnewInOtherBorders() {
        BatchKey voided = new BatchKey(A, noon(DAY), noon(DAY) + 9, new TradeIdRange(150, 159));
        archive.put(voided.toString(), CODEC.encodeVoid(voided), Map.of());
        archived(DAY, 150, 154);
        archived(DAY, 155, 159);

        ArchivedRows rows = rows();
        for (long id = 150; id < 160; id++) {
            holds(rows, id);
        }
    }

    @Test
    void whatCannotBeReadContradictsNothing() {
        put(150, 159, new byte[] {1, 2, 3});
        archive.put("trades/symbol=AAAUSDT/date=2026-03-01/stranger", new byte[1], Map.of());

        ArchivedRows rows = rows();
        assertThat(rows.objects()).isEqualTo(3);
        assertThat(rows.find(155)).isEmpty();
        holds(rows, 149);
    }

    @Test
    void aListingOfManyPagesIsReadToItsEnd() {
        for (long id = 1_000; id < 3_100; id++) {
            put(id, id, new byte[1]);
        }
        archived(DAY, 5_000, 5_009);

        ArchivedRows rows = rows();
        assertThat(rows.objects()).isEqualTo(2_103);
        holds(rows, 5_005);
    }
}
