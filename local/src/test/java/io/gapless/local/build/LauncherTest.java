package io.gapless.local.build;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the real `gapless` script in a copied checkout whose path needs quoting, with JDKs that only print how they are
/// called.
class LauncherTest {

    private static final Path SCRIPT = Path.of("../gapless").toAbsolutePath().normalize();
    private static final long TIMEOUT_SECONDS = 30;

    @TempDir private Path temporary;

    private Path checkout;
    private final Map<String, String> environment = new HashMap<>();

    private record Outcome(int status, String output) {}

    @BeforeEach
    void aBuiltCheckout() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a POSIX shell");
        checkout = Files.createDirectories(temporary.resolve("a check & out's (copy)"));
        Files.copy(SCRIPT, checkout.resolve("gapless"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("sql/duckdb"));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.createDirectories(checkout.resolve("common/src/main"));
        Files.writeString(checkout.resolve("common/pom.xml"), "<project/>");
        for (var product : Sources.PRODUCTS) {
            Files.createDirectories(checkout.resolve(product).getParent());
            Files.writeString(checkout.resolve(product), "");
        }
        var built = Files.createFile(checkout.resolve("local/target/built"));
        Files.setLastModifiedTime(
                built,
                FileTime.fromMillis(
                        Files.getLastModifiedTime(checkout.resolve("pom.xml")).toMillis()
                                + 60_000));
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", temporary.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/dash"})
    void whatIsBuiltStartsAtOnceWithTheArgumentsAsTheyAre(String shell) throws Exception {
        assumeTrue(Files.isExecutable(Path.of(shell)), shell);
        environment.put("GAPLESS_JAVA_HOME", jdk("some jdk", "25.0.3", 0).toString());

        var outcome = run(shell, "query", "SELECT * FROM t WHERE a = 'b c'", "");

        assertThat(outcome.output())
                .isEqualTo(
                        "[some jdk][-XX:+UseSerialGC][--enable-native-access=ALL-UNNAMED][--sun-misc-unsafe-memory-access=allow][-jar]["
                                + checkout.resolve("local/target/local.jar")
                                + "][query][SELECT * FROM t WHERE a = 'b c'][]\n");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void theCommandsStatusIsTheLaunchersStatus() throws Exception {
        environment.put("GAPLESS_JAVA_HOME", jdk("jdk", "25", 7).toString());

        assertThat(run("/bin/sh", "verify").status()).isEqualTo(7);
    }

    @Test
    void aStaleCheckoutIsBuiltBeforeTheStart() throws Exception {
        environment.put("GAPLESS_JAVA_HOME", jdk("jdk", "25", 0).toString());
        Files.delete(checkout.resolve("local/target/built"));

        var outcome = run("/bin/sh", "run");

        assertThat(outcome.output().lines())
                .satisfiesExactly(
                        build -> assertThat(build).contains("/build/Build.java][" + checkout + "]"),
                        start -> assertThat(start).endsWith("[run]"));
    }

    @Test
    void aFailedBuildStartsNothing() throws Exception {
        environment.put("GAPLESS_JAVA_HOME", jdk("jdk", "25", 3).toString());
        Files.delete(checkout.resolve("listener/target/listener.jar"));

        var outcome = run("/bin/sh", "run");

        assertThat(outcome.output().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("Build.java"));
        assertThat(outcome.status()).isEqualTo(3);
    }

    @Test
    void anOldJavaHomeIsPassedOverForANewerJavaOnThePath() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "17.0.15", 0).toString());
        environment.put("PATH", jdk("new", "26-ea", 0).resolve("bin") + ":/usr/bin:/bin");

        assertThat(run("/bin/sh").output()).startsWith("[new]");
    }

    @Test
    void aJavaHomeThatIsNewEnoughWinsOverThePath() throws Exception {
        environment.put("JAVA_HOME", jdk("home", "25.0.1", 0).toString());
        environment.put("PATH", jdk("path", "26", 0).resolve("bin") + ":/usr/bin:/bin");

        assertThat(run("/bin/sh").output()).startsWith("[home]");
    }

    @Test
    void aJavaHomeNamedForGaplessThatIsTooOldIsRefused() throws Exception {
        environment.put("GAPLESS_JAVA_HOME", jdk("old", "1.8.0_402", 0).toString());

        var outcome = run("/bin/sh", "run");

        assertThat(outcome.output())
                .isEqualTo(
                        "gapless: GAPLESS_JAVA_HOME="
                                + temporary.resolve("old")
                                + " is no JDK 25 or newer; get one from https://adoptium.net\n");
        assertThat(outcome.status()).isEqualTo(3);
    }

    @Test
    void aLinkToTheLauncherStartsTheCheckoutItLeadsTo() throws Exception {
        environment.put("GAPLESS_JAVA_HOME", jdk("jdk", "25", 0).toString());
        var link = Files.createSymbolicLink(temporary.resolve("g"), checkout.resolve("gapless"));

        var outcome = start(List.of("/bin/sh", link.toString(), "--version"));

        assertThat(outcome.output())
                .contains("[" + checkout.resolve("local/target/local.jar") + "]");
    }

    /// A JDK whose `java` prints its own folder's name and its arguments, and exits with `status`.
    private Path jdk(String name, String version, int status) throws IOException {
        var home = Files.createDirectories(temporary.resolve(name));
        var bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        var script = "#!/bin/sh\nprintf '[%s]' '" + name + "' \"$@\"\necho\nexit " + status + "\n";
        for (var program : List.of("java", "javac")) {
            Files.writeString(bin.resolve(program), script);
            Files.setPosixFilePermissions(
                    bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    private Outcome run(String shell, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(shell, checkout.resolve("gapless").toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private Outcome start(List<String> command) throws Exception {
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TIMEOUT_SECONDS, SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
