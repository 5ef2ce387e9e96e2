package io.gapless.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BUILT = BEFORE.plusSeconds(60);
    private static final Instant AFTER = BUILT.plusSeconds(60);

    @TempDir private Path root;

    @BeforeEach
    void aBuiltProject() throws IOException {
        write("pom.xml");
        write(".mvn/wrapper/maven-wrapper.properties");
        write("sql/duckdb/gapless.sql");
        write("common/pom.xml");
        write("common/src/main/java/io/gapless/Trade.java");
        write("common/src/test/java/io/gapless/TradeTest.java");
        for (var product : Sources.PRODUCTS) {
            write(product);
        }
        write("local/target/built");
        write("local/emulators/pom.xml");
        write("local/emulators/src/main/java/io/gapless/emulators/S3Main.java");
        try (Stream<Path> all = Files.walk(root)) {
            for (var path : all.toList()) {
                touch(path, BEFORE);
            }
        }
        touch(root.resolve("local/target/built"), BUILT);
    }

    @Test
    void nothingIsToBeBuiltWhenNoSourceIsNewer() throws IOException {
        assertThat(new Sources(root).areBuilt()).isTrue();
    }

    @Test
    void aChangedSourceIsToBeBuilt() throws IOException {
        touch(root.resolve("common/src/main/java/io/gapless/Trade.java"), AFTER);

        assertThat(new Sources(root).areBuilt()).isFalse();
    }

    @Test
    void aChangedViewIsToBeBuilt() throws IOException {
        touch(root.resolve("sql/duckdb/gapless.sql"), AFTER);

        assertThat(new Sources(root).areBuilt()).isFalse();
    }

    @Test
    void aRemovedSourceIsToBeBuilt() throws IOException {
        Files.delete(root.resolve("common/src/main/java/io/gapless/Trade.java"));

        assertThat(new Sources(root).areBuilt()).isFalse();
    }

    @Test
    void aChangedPomIsToBeBuilt() throws IOException {
        touch(root.resolve("common/pom.xml"), AFTER);

        assertThat(new Sources(root).areBuilt()).isFalse();
    }

    @Test
    void aChangedTestIsNot() throws IOException {
        touch(root.resolve("common/src/test/java/io/gapless/TradeTest.java"), AFTER);

        assertThat(new Sources(root).areBuilt()).isTrue();
    }

    @Test
    void aMissingProductIsToBeBuilt() throws IOException {
        Files.delete(root.resolve("listener/target/listener.jar"));

        assertThat(new Sources(root).areBuilt()).isFalse();
    }

    @Test
    void theEmulatorsAreBuiltApart() throws IOException {
        assertThat(new Sources(root, Part.EMULATORS).areBuilt()).isFalse();

        write("local/emulators/target/emulators.jar");
        write("local/emulators/target/built");
        touch(root.resolve("local/emulators/target/built"), BUILT);
        touch(root.resolve("local/emulators/pom.xml"), AFTER);
        assertThat(new Sources(root, Part.EMULATORS).areBuilt()).isFalse();
        assertThat(new Sources(root).areBuilt()).isTrue();

        touch(root.resolve("local/emulators/pom.xml"), BEFORE);
        assertThat(new Sources(root, Part.EMULATORS).areBuilt()).isTrue();
    }

    @Test
    void theSimulationIsMadeOfTestsToo() throws IOException {
        write("simulation/target/simulation.jar");
        write("simulation/target/built");
        touch(root.resolve("simulation/target/built"), BUILT);
        touch(root.resolve("simulation"), BEFORE);
        assertThat(new Sources(root, Part.SIMULATION).areBuilt()).isTrue();

        touch(root.resolve("common/src/test/java/io/gapless/TradeTest.java"), AFTER);
        assertThat(new Sources(root, Part.SIMULATION).areBuilt()).isFalse();
        assertThat(new Sources(root).areBuilt()).isTrue();
    }

    @Test
    void aSourceChangedWhileTheBuildRanIsToBeBuiltAgain() throws IOException {
        var sources = new Sources(root);
        var begun = sources.beginBuild();
        touch(begun, BUILT);
        touch(root.resolve("common/src/main/java/io/gapless/Trade.java"), AFTER);
        sources.endBuild(begun);

        assertThat(sources.areBuilt()).isFalse();
    }

    private void write(String path) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }

    private static void touch(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }
}
