package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.InMemoryArchive;
import io.gapless.backfill.repair.ArchivedDates.Between;
import io.gapless.batch.BatchKey;
import io.gapless.binance.SettableClock;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchivedDatesTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final LocalDate SECOND = LocalDate.parse("2026-01-02");
    private static final LocalDate LATER = LocalDate.parse("2026-02-20");
    private static final LocalDate TODAY = LocalDate.parse("2026-02-21");

    private final InMemoryArchive archive =
            new InMemoryArchive(new SettableClock(Instant.parse("2026-02-21T12:00:00Z")));
    private final ArchivedDates dates = new ArchivedDates(archive, A);

    private void archived(LocalDate date, long first, long last) {
        long time = Trade.micros(Instant.parse(date + "T12:00:00Z"));
        BatchKey key = new BatchKey(A, time, time, new TradeIdRange(first, last));
        archive.put(key.toString(), new byte[1], Map.of());
    }

    private static Between between(LocalDate lower, LocalDate upper) {
        return new Between(Optional.of(lower), Optional.of(upper));
    }

    @BeforeEach
    void threeDates() {
        archived(FIRST, 100, 199);
        archived(FIRST, 200, 299);
        archived(SECOND, 400, 499);
        archived(LATER, 900, 999);
    }

    @Test
    void idsLieBetweenTheDatesOfTheObjectsAroundThem() {
        assertThat(dates.around(300, TODAY)).isEqualTo(between(FIRST, SECOND));
        assertThat(dates.around(399, TODAY)).isEqualTo(between(FIRST, SECOND));
        assertThat(dates.around(500, TODAY)).isEqualTo(between(SECOND, LATER));
        assertThat(dates.around(899, TODAY)).isEqualTo(between(SECOND, LATER));
    }

    @Test
    void anObjectThatBeginsWithTheIdIsTheLowerOne() {
        assertThat(dates.around(100, TODAY)).isEqualTo(between(FIRST, SECOND));
        assertThat(dates.around(400, TODAY)).isEqualTo(between(SECOND, LATER));
    }

    @Test
    void aboveAllThereIsNoUpperDateAndBelowAllNoLowerOne() {
        assertThat(dates.around(1_000, TODAY))
                .isEqualTo(new Between(Optional.of(LATER), Optional.empty()));
        assertThat(dates.around(99, TODAY))
                .isEqualTo(new Between(Optional.empty(), Optional.of(FIRST)));
    }

    @Test
    void anEmptyArchiveTellsNothing() {
        assertThat(new ArchivedDates(archive, Symbol.of("BBBUSDT")).around(1, TODAY))
                .isEqualTo(new Between(Optional.empty(), Optional.empty()));
    }
}
