package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Decimal8Test {
    @ParameterizedTest
    @CsvSource({
        "28165.47000000, 2816547000000",
        "0.00056000, 56000",
        "0.00000001, 1",
        "46116860414.00000000, 4611686041400000000",
        "92233720368.54775807, 9223372036854775807",
        "-92233720368.54775808, -9223372036854775808",
        "-0.00000001, -1",
        "0, 0",
        "-0, 0",
        "0.5, 50000000",
        "-3, -300000000",
        "007, 700000000",
        "1.500000000000, 150000000",
    })
    void aPlainDecimalIsReadExactly(String text, long units) {
        assertThat(Decimal8.parse(text)).isEqualTo(units);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "-.",
                "1.",
                ".5",
                "1..2",
                "1.2.3",
                "+1",
                "1e5",
                "1E-8",
                " 1",
                "1 ",
                "1,5",
                "NaN",
                "Infinity",
                "0x10",
                "--1",
                "1-",
                "١",
                "1_000",
                "null"
            })
    void whatIsNoPlainDecimalIsRefused(String text) {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> Decimal8.parse(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.000000001", "1.123456789", "0.0000000000000000001"})
    void whatWouldHaveToBeRoundedIsRefused(String text) {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> Decimal8.parse(text))
                .withMessageContaining("more than 8 decimals");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "92233720368.54775808",
                "-92233720368.54775809",
                "92233720369",
                "100000000000",
                "9223372036854775807",
                "99999999999999999999999999"
            })
    void whatDoesNotFitIsRefused(String text) {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> Decimal8.parse(text))
                .withMessageContaining("beyond");
    }

    @Test
    void eightDecimalsAreWrittenAsBinanceDoes() {
        assertThat(Decimal8.format(56_000)).isEqualTo("0.00056000");
        assertThat(Decimal8.format(0)).isEqualTo("0.00000000");
        assertThat(Decimal8.format(-1)).isEqualTo("-0.00000001");
        assertThat(Decimal8.format(Long.MAX_VALUE)).isEqualTo("92233720368.54775807");
        assertThat(Decimal8.format(Long.MIN_VALUE)).isEqualTo("-92233720368.54775808");
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void whatIsWrittenIsReadBack(long seed) {
        RandomGenerator random = Seeds.random(seed);
        for (int round = 0; round < 2_000; round++) {
            long units = random.nextLong() >> random.nextInt(64);
            assertThat(Decimal8.parse(Decimal8.format(units))).isEqualTo(units);
            assertThat(new BigDecimal(Decimal8.format(units)))
                    .isEqualTo(BigDecimal.valueOf(units, Decimal8.SCALE));
        }
    }

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void anyDecimalIsReadAsBigDecimalReadsItOrRefused(long seed) {
        RandomGenerator random = Seeds.random(seed);
        for (int round = 0; round < 2_000; round++) {
            String text = decimal(random);
            BigDecimal units = new BigDecimal(text).scaleByPowerOfTen(Decimal8.SCALE);
            if (isWhole(units) && units.toBigInteger().bitLength() < Long.SIZE) {
                assertThat(Decimal8.parse(text)).as(text).isEqualTo(units.longValueExact());
            } else {
                try {
                    fail(text + " was read as " + Decimal8.parse(text));
                } catch (NumberFormatException e) {
                    assertThat(e).hasMessageContaining(text);
                }
            }
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.remainder(BigDecimal.ONE).signum() == 0;
    }

    private static String decimal(RandomGenerator random) {
        String whole =
                new BigInteger(random.nextInt(1, 40), new Random(random.nextLong())).toString();
        int decimals = random.nextInt(0, 11);
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "").append(whole);
        if (decimals > 0) {
            text.append('.');
            for (int i = 0; i < decimals; i++) {
                text.append(
                        (char) ('0' + (i < 8 || random.nextInt(3) == 0 ? random.nextInt(10) : 0)));
            }
        }
        return text.toString();
    }
}
