package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SymbolSelectionTest {
    @Test
    void symbolsAndQuoteCurrenciesAreToldApart() {
        SymbolSelection selection =
                SymbolSelection.parse(" BTCEUR, *USDT,*FDUSD ,ETHEUR@2,BTCEUR,");

        assertThat(selection.named()).containsExactly(Symbol.of("BTCEUR"), Symbol.of("ETHEUR@2"));
        assertThat(selection.quotes()).isEqualTo(Set.of("USDT", "FDUSD"));
        assertThat(SymbolSelection.parse(selection.toString())).isEqualTo(selection);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> SymbolSelection.parse("btcusdt,*,*US/DT,ETHUSDT"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(3)
                .contains("btcusdt", "US/DT");
    }

    @Test
    void nothingIsNoSelection() {
        assertThatThrownBy(() -> SymbolSelection.parse(" , "))
                .hasMessageContaining("no symbol to listen to");
    }

    @Test
    void oneSymbolInTwoIdSpacesIsRefused() {
        List<Symbol> both = List.of(Symbol.of("BTCUSDT"), Symbol.of("BTCUSDT@2"));
        assertThatThrownBy(() -> SymbolSelection.of(both)).hasMessageContaining("named twice");
    }
}
