package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class TradeTest {
    private static final long MIDNIGHT = Trade.micros(Instant.parse("2026-01-02T00:00:00Z"));

    @Test
    void theLastMicrosecondOfADayBelongsToThatDay() {
        assertThat(at(MIDNIGHT - 1).date()).isEqualTo(LocalDate.of(2026, 1, 1));
        assertThat(at(MIDNIGHT).date()).isEqualTo(LocalDate.of(2026, 1, 2));
    }

    @Test
    void timesBefore1970StillHaveTheRightDate() {
        assertThat(Trade.dateOf(-1)).isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(Trade.epochDay(-86_400_000_001L)).isEqualTo(-2);
    }

    @Test
    void microsecondsAreKeptAndWhatIsFinerIsCut() {
        Instant time = Instant.parse("2026-01-01T12:34:56.789012Z");
        assertThat(Trade.instant(Trade.micros(time))).isEqualTo(time);
        assertThat(Trade.micros(time.plusNanos(999))).isEqualTo(Trade.micros(time));
        assertThat(Trade.utc(Trade.micros(time))).hasToString("2026-01-01T12:34:56.789012");
    }

    @Test
    void millisecondsOrNanosecondsTakenForMicrosecondsAreRefused() {
        Instant time = Instant.parse("2026-01-01T12:34:56.789012Z");
        long millis = time.toEpochMilli();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(millis))
                .withMessageContaining("is not between 2017 and 2200");
        assertThatIllegalArgumentException().isThrownBy(() -> at(millis * 1_000_000));
        assertThatIllegalArgumentException().isThrownBy(() -> at(Trade.UNKNOWN));
    }

    @Test
    void aNegativeIdIsNoTrade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trade(-1, 1, 1, MIDNIGHT, true, true, 0, 0, Source.LIVE))
                .withMessageContaining("trade id -1");
    }

    @Test
    void aFillIsTheSameWhoeverTellsItAndHoweverFine() {
        Trade live = trade(17, 5, 7, MIDNIGHT + 123_456, true);
        assertThat(live.sameFill(trade(17, 5, 7, MIDNIGHT + 123_000, true))).isTrue();
        assertThat(trade(17, 5, 7, MIDNIGHT + 123_000, true).sameFill(live)).isTrue();
        assertThat(live.sameFill(trade(17, 5, 7, MIDNIGHT + 123_457, true))).isFalse();
        assertThat(live.sameFill(trade(17, 5, 7, MIDNIGHT + 124_000, true))).isFalse();
    }

    @Test
    void anotherIdPriceQuantityOrSideIsAnotherFill() {
        Trade trade = trade(17, 5, 7, MIDNIGHT, true);
        assertThat(trade.sameFill(trade(18, 5, 7, MIDNIGHT, true))).isFalse();
        assertThat(trade.sameFill(trade(17, 6, 7, MIDNIGHT, true))).isFalse();
        assertThat(trade.sameFill(trade(17, 5, 8, MIDNIGHT, true))).isFalse();
        assertThat(trade.sameFill(trade(17, 5, 7, MIDNIGHT, false))).isFalse();
    }

    @Test
    void aSourceIsAWord() {
        for (Source source : Source.values()) {
            assertThat(Source.of(source.word())).isEqualTo(source);
        }
        assertThat(Source.LIVE.word()).isEqualTo("live");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Source.of("LIVE"))
                .withMessageContaining("expected live, rest or dump");
    }

    private static Trade at(long time) {
        return trade(17, 1, 1, time, true);
    }

    private static Trade trade(long id, long price, long quantity, long time, boolean maker) {
        return new Trade(id, price, quantity, time, maker, true, 0, 0, Source.LIVE);
    }
}
