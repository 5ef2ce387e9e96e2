package io.gapless.trade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void whatIsTooLongIsCut() {
        assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
        assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc…");
        assertThat(Excerpt.of("x".repeat(10_000_000), 10)).isEqualTo("xxxxxxxxxx…");
    }

    @Test
    void whatATerminalWouldObeyIsReplaced() {
        assertThat(Excerpt.of("a\u001b[31m\u009b31m\n\u2028\u202e\ud800b", 100))
                .isEqualTo("a?[31m?31m????b");
    }

    @Test
    void lettersOfAnyScriptStay() {
        assertThat(Excerpt.of("币安人生USDT é", 100)).isEqualTo("币安人生USDT é");
    }

    @Test
    void aPasswordInAUrlIsLeftOut() {
        assertThat(Excerpt.ofSetting("https://me:secret@host/x", 100))
                .isEqualTo("https://***@host/x");
        assertThat(Excerpt.ofSetting("://me:sec@ret@host", 100)).isEqualTo("://***@host");
    }
}
