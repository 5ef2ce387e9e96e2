package io.gapless.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.local.build.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerImageTest {
    private final ListenerImage image = new ListenerImage(Path.of("made-here.aot"));

    @Test
    void theCommandIsThatOfTheImageWithTheJarOfThisCheckout() throws IOException {
        List<String> command = image.command();

        assertThat(command.getFirst()).endsWith("java");
        assertThat(command).contains("-XX:+UseSerialGC", "-XX:MaxRAM=512m");
        assertThat(command)
                .endsWith("-jar", Checkout.ofThisProgram().listener().toString())
                .noneMatch(word -> word.contains("/opt/"));
    }

    @Test
    void theCacheIsGivenToTheSameCommand() throws IOException {
        List<String> cached = image.cachedCommand();

        assertThat(cached).contains("-XX:AOTCache=made-here.aot").containsAll(image.command());
    }
}
