package io.gapless.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the faults that users know do to an archive, told in a report each. A report that changes is a
/// change of behaviour: look at the difference, and accept it if it is wanted.
class StoriesTest {
    private static final Path ACCEPTED = Path.of("src/test/resources/stories");
    private static final Path TOLD = Path.of("target/stories");

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void isToldAsBefore(Scenario scenario) throws IOException {
        StoryReport report = told(scenario);

        assertThat(report.missing()).isZero();
        assertThat(report.twice()).isZero();
        String name = scenario.name().replace(' ', '-') + ".txt";
        Path told = Files.createDirectories(TOLD).resolve(name);
        Files.writeString(told, report.text());
        if (System.getProperty("stories.accept") != null) {
            Files.writeString(ACCEPTED.resolve(name), report.text());
        }
        assertThat(told)
                .as(
                        "if this is wanted: ./mvnw -pl simulation -am test -Dtest=StoriesTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dstories.accept")
                .hasSameTextualContentAs(ACCEPTED.resolve(name));
    }

    /// On a virtual thread, as its processes are: then a turn costs least.
    private static StoryReport told(Scenario scenario) {
        CompletableFuture<StoryReport> report = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                report.complete(new Stage(scenario).play());
            } catch (Throwable e) {
                report.completeExceptionally(e);
            }
        });
        return report.join();
    }
}
