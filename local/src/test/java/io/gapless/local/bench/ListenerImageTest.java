package io.gapless.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerImageTest {
    @Test
    void theCommandIsThatOfTheImageWithTheJarOfThisCheckout() throws IOException {
        List<String> command = ListenerImage.command();

        assertThat(command.getFirst()).endsWith("java");
        assertThat(command).contains("-XX:+UseSerialGC", "-XX:MaxRAM=512m");
        assertThat(command)
                .endsWith("-jar", Checkout.ofThisProgram().listener().toString())
                .noneMatch(word -> word.contains("/opt/"));
    }
}
