package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BTCUSDT",
                "1000SATSUSDT",
                "A",
                "4",
                "币安人生USDT",
                "BTC_USDT",
                "BTC-USDT",
                "BTC.B",
                "BTCUSDT@2",
                "BTCUSDT@99",
                "币安人生USDT@10"
            })
    void aSymbolIsReadAndWrittenUnchanged(String text) {
        assertThat(Symbol.of(text)).hasToString(text);
        assertThat(Symbol.of(Symbol.of(text).toString())).isEqualTo(Symbol.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "btcusdt",
                "BtcUSDT",
                ".",
                "..",
                "../BTC",
                "BTC/USDT",
                "BTC\\USDT",
                "BTC USDT",
                "BTC=USDT",
                "BTC:USDT",
                "BTC*",
                "-BTC",
                "BTC.",
                "_BTC",
                "BTC\nUSDT",
                "BTC%2F",
                "BTCUSDT\u0000",
                "\u202eBTC",
                "STRASSE\u00df"
            })
    void whatCouldDoHarmInAKeyOrIsNoUpperCaseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Symbol.of(text))
                .withMessageContaining("is not a symbol");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BTC@", "BTC@0", "BTC@1", "BTC@02", "BTC@100", "BTC@-2", "BTC@two", "@2", "BTC@2@3"
            })
    void anIdSpaceIsANumberFromTwoToNinetyNine(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Symbol.of(text))
                .withMessageContaining("is not a symbol");
    }

    @Test
    void aNameMayHaveThirtyTwoCharactersAndNoMore() {
        assertThat(Symbol.of("A".repeat(32)).exchangeName()).hasSize(32);
        assertThatIllegalArgumentException().isThrownBy(() -> Symbol.of("A".repeat(33)));
    }

    @Test
    void aRestartedIdSpaceHasTheNextNumber() {
        Symbol first = Symbol.of("BTCUSDT");
        assertThat(first.nextIdSpace()).hasToString("BTCUSDT@2");
        assertThat(first.nextIdSpace().nextIdSpace()).hasToString("BTCUSDT@3");
        assertThat(first.nextIdSpace().exchangeName()).isEqualTo("BTCUSDT");
        assertThat(first.nextIdSpace()).isNotEqualTo(first);
    }

    @Test
    void afterTheLastIdSpaceComesNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Symbol.of("BTCUSDT@99").nextIdSpace())
                .withMessageContaining("id space 100 of BTCUSDT");
    }

    @Test
    void symbolsAreOrderedByNameAndThenByIdSpace() {
        assertThat(
                        List.of(
                                        Symbol.of("ETHUSDT"),
                                        Symbol.of("BTC@10"),
                                        Symbol.of("BTC"),
                                        Symbol.of("BTC@9"))
                                .stream()
                                .sorted())
                .map(Symbol::toString)
                .containsExactly("BTC", "BTC@9", "BTC@10", "ETHUSDT");
    }
}
