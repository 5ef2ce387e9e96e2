package io.gapless.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the faults that users know do to an archive, told in a report each. A report that changes is a
/// change of behaviour: look at the difference, and accept it if it is wanted.
@TestMethodOrder(OrderAnnotation.class)
class StoriesTest {
    private static final Path ACCEPTED = Path.of("src/test/resources/stories");
    private static final Path TOLD = Path.of("target/stories");
    private static final Path DOCUMENT = Path.of("../docs/correctness.md");
    private static final boolean IS_ACCEPTED = System.getProperty("stories.accept") != null;
    private static final String HOW_TO_ACCEPT =
            "if this is wanted: ./mvnw -pl simulation -am test -Dtest=StoriesTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dstories.accept";

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void isToldAsBefore(Scenario scenario) throws IOException {
        StoryReport report = new Stage(scenario).play();

        assertThat(report.missing()).isZero();
        assertThat(report.twice()).isZero();
        String name = file(scenario);
        Path told = Files.createDirectories(TOLD).resolve(name);
        Files.writeString(told, report.text());
        if (IS_ACCEPTED) {
            Files.writeString(ACCEPTED.resolve(name), report.text());
        }
        assertThat(told).as(HOW_TO_ACCEPT).hasSameTextualContentAs(ACCEPTED.resolve(name));
    }

    /// Last, so that it knows what has been accepted.
    @Order(2)
    @Test
    void theDocumentsTellTheSame() throws IOException {
        List<Path> reports =
                scenarios().stream().map(each -> ACCEPTED.resolve(file(each))).toList();
        String table = StoriesTable.of(reports);
        String document = Files.readString(DOCUMENT);
        String told = StoriesTable.in(document);
        if (IS_ACCEPTED) {
            Files.writeString(DOCUMENT, document.replace(told, table));
            told = table;
        }

        assertThat(told).as(HOW_TO_ACCEPT).isEqualTo(table);
        try (Stream<Path> there = Files.list(ACCEPTED)) {
            assertThat(there).containsExactlyInAnyOrderElementsOf(reports);
        }
    }

    private static String file(Scenario scenario) {
        return scenario.name().replace(' ', '-') + ".txt";
    }
}
