package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes into the image, into the function's zip and into the command line: from the bill of
/// materials that the build writes, and from what was really packed. Reads what `verify` has packaged
/// before; skipped where nothing was.
class ShippedTest {
    /// Licences that ask for no more than a notice, or that are weak enough for a library in a jar of
    /// its own.
    private static final Set<String> ALLOWED =
            Set.of(
                    "Apache-2.0",
                    "MIT",
                    "MIT-0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "EPL-1.0",
                    "EPL-2.0",
                    "CDDL-1.0",
                    "(CDDL-1.0 OR GPL-2.0-with-classpath-exception)");

    /// What the plugin reads wrongly, as `https://opensource.org/licenses/BSD-3-Clause` in its pom.
    private static final Map<String, String> CORRECTED =
            Map.of("jline-terminal", "BSD-3-Clause", "jline-native", "BSD-3-Clause");

    /// What may be in no module that is shipped.
    private static final List<String> NOT_SHIPPED =
            List.of(
                    "DynamoDBLocal",
                    "s3proxy",
                    "sqlite4java",
                    "junit",
                    "assertj",
                    "mockito",
                    "archunit",
                    "jazzer",
                    "hardwood",
                    "parquet-hadoop");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(strings = {"listener", "backfill-lambda", "local"})
    void everyLicenceIsAllowed(String module) throws IOException {
        Set<String> refused = new TreeSet<>();
        for (JsonNode component : components(module)) {
            String name = component.get("name").asText();
            List<String> licences =
                    CORRECTED.containsKey(name)
                            ? List.of(CORRECTED.get(name))
                            : licences(component);
            // Where there are several, one may choose.
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                refused.add(name + " " + licences);
            }
        }
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "backfill-lambda", "local"})
    void nothingIsInTheBillThatMayNotBeShipped(String module) throws IOException {
        for (JsonNode component : components(module)) {
            assertThat(component.path("purl").asText())
                    .doesNotContainIgnoringCase(NOT_SHIPPED.toArray(String[]::new))
                    .startsWith("pkg:maven/");
            assertThat(component.get("version").asText())
                    .as("pinned")
                    .doesNotContain("[", "LATEST");
            if (!component.path("group").asText().equals("io.gapless")) {
                assertThat(component.path("hashes")).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "local"})
    void theLibrariesAreThoseOfTheBill(String module) throws IOException {
        Path folder = ROOT.resolve(module + "/target/lib");
        assumeTrue(Files.isDirectory(folder), "not packaged: " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            isThatOfTheBill(module, files.map(file -> file.getFileName().toString()));
        }
    }

    @Test
    void theFunctionsLibrariesAreThoseOfTheBill() throws IOException {
        Path zip = ROOT.resolve("backfill-lambda/target/backfill-lambda.zip");
        assumeTrue(Files.exists(zip), "not packaged: " + zip);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            isThatOfTheBill(
                    "backfill-lambda",
                    file.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
                            .map(name -> name.substring("lib/".length())));
            assertThat(file.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.contains("Test") || name.contains("dynamodbv2/local"));
        }
    }

    private static void isThatOfTheBill(String module, Stream<String> names) throws IOException {
        Set<String> billed = new TreeSet<>();
        for (JsonNode component : components(module)) {
            billed.add(
                    component.get("name").asText()
                            + "-"
                            + component.get("version").asText()
                            + ".jar");
        }
        Set<String> packed = new TreeSet<>();
        names.filter(name -> name.endsWith(".jar") && !name.startsWith(module + "-"))
                .forEach(packed::add);
        assertThat(packed).isNotEmpty().isEqualTo(billed);
    }

    private static JsonNode components(String module) throws IOException {
        Path bill = ROOT.resolve(module + "/target/bom.json");
        assumeTrue(Files.exists(bill), "not packaged: " + bill);
        JsonNode components = new JsonMapper().readTree(bill.toFile()).get("components");
        assertThat(components.size()).isGreaterThan(20);
        return components;
    }

    private static List<String> licences(JsonNode component) {
        return component
                .path("licenses")
                .valueStream()
                .map(one ->
                        one.path("license")
                                .path("id")
                                .asText(
                                        one.path("license")
                                                .path("name")
                                                .asText(one.path("expression").asText())))
                .toList();
    }
}
