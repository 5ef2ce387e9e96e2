package io.gapless.exchange.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class Fixed8Test {

    @Test
    void extremesSurviveWritingAndReading() {
        for (long value :
                new long[] {
                    0, 1, 99_999_999, 100_000_000, 4_611_686_041_400_000_000L, Long.MAX_VALUE
                }) {
            assertThat(Fixed8.parse(Fixed8.format(value))).isEqualTo(value);
            assertThat(Fixed8.format(value))
                    .isEqualTo(BigDecimal.valueOf(value, 8).toPlainString());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Fixed8.parse("0.000000001"))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Fixed8.parse("100000000000"))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Fixed8.quote(Fixed8.parse("92000000000"), Fixed8.parse("2")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void theQuoteIsTheExactProductTruncated() {
        RandomGenerator random = new Draws(3);
        for (int i = 0; i < 10_000; i++) {
            long price = random.nextLong(1, 10_000_000_000_000L);
            long quantity = random.nextLong(1, 1_000_000_000_000L);
            BigDecimal exact =
                    BigDecimal.valueOf(price, 8).multiply(BigDecimal.valueOf(quantity, 8));
            assertThat(BigDecimal.valueOf(Fixed8.quote(price, quantity), 8))
                    .isEqualTo(exact.setScale(8, RoundingMode.DOWN));
        }
    }
}
