package io.gapless.infra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.infra.settings.SettingsReader;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/// Stacks of several settings, synthesized once for all tests: each takes seconds.
public final class Stacks {
    /// As most users have it, with an e-mail address.
    public static final String USUAL = "gapless";

    /// Two listeners on Spot, a provisioned table.
    public static final String TWINS = "twins";

    /// Bucket, table and VPC are there already.
    public static final String FOUND = "found";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static Optional<Stacks> made = Optional.empty();

    private final Map<String, GaplessStack> stacks = new LinkedHashMap<>();

    private Stacks() throws IOException {
        App app = new App(AppProps.builder().context(context()).build());
        Artefacts artefacts = artefacts();
        add(app, artefacts, USUAL, Map.of("alarmEmail", "me@example.org"));
        add(
                app,
                artefacts,
                TWINS,
                Map.of(
                        "symbols", "*USDT,BTCEUR",
                        "listeners", "2",
                        "capacity", "spot",
                        "tableCapacity", "5/6"));
        add(
                app,
                artefacts,
                FOUND,
                Map.of(
                        "archive", "existing",
                        "bucketName", "my-trades",
                        "vpc", "vpc-0123abcd",
                        "subnets", "subnet-0123abcd"));
        Aspects.of(app).add(new AwsSolutionsChecks(NagPackProps.builder().verbose(true).build()));
    }

    /// @throws org.opentest4j.TestAbortedException where there is no Node.js, which the CDK needs
    public static synchronized Stacks all() {
        assumeTrue(isNodeThere(), "the CDK needs Node.js: no `node` on the PATH");
        try {
            if (made.isEmpty()) {
                made = Optional.of(new Stacks());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made.get();
    }

    public Template template(String name) {
        return Template.fromStack(stacks.get(name));
    }

    /// The template as JSON.
    public JsonNode json(String name) {
        return JSON.valueToTree(template(name).toJSON());
    }

    /// Resources of a type.
    public List<JsonNode> resources(String name, String type) {
        List<JsonNode> found = new ArrayList<>();
        json(name)
                .path("Resources")
                .forEach(resource -> {
                    if (resource.path("Type").asText().equals(type)) {
                        found.add(resource);
                    }
                });
        return found;
    }

    /// The only resource of a type.
    public JsonNode resource(String name, String type) {
        List<JsonNode> found = resources(name, type);
        if (found.size() != 1) {
            throw new AssertionError("%d of %s".formatted(found.size(), type));
        }
        return found.getFirst();
    }

    /// The one resource of a type with such a logical id.
    public JsonNode resource(String name, String type, String idPrefix) {
        List<JsonNode> found = new ArrayList<>();
        json(name)
                .path("Resources")
                .properties()
                .forEach(resource -> {
                    if (resource.getKey().startsWith(idPrefix)
                            && resource.getValue().path("Type").asText().equals(type)) {
                        found.add(resource.getValue());
                    }
                });
        if (found.size() != 1) {
            throw new AssertionError("%d of %s %s".formatted(found.size(), type, idPrefix));
        }
        return found.getFirst();
    }

    /// What cdk-nag and the CDK itself find fault with.
    @SuppressWarnings("deprecation") // the assertions themselves still answer with the old type
    public List<String> findings(String name) {
        template(name);
        Annotations annotations = Annotations.fromStack(stacks.get(name));
        List<String> found = new ArrayList<>();
        annotations
                .findError("*", Match.anyValue())
                .forEach(f -> found.add(f.getId() + ": " + f.getEntry().getData()));
        annotations
                .findWarning("*", Match.anyValue())
                .forEach(f -> found.add(f.getId() + ": " + f.getEntry().getData()));
        return found;
    }

    public Iterable<String> names() {
        return stacks.keySet();
    }

    private void add(App app, Artefacts artefacts, String name, Map<String, String> settings) {
        Map<String, String> context = new HashMap<>(settings);
        context.putIfAbsent("symbols", "BTCUSDT,ETHUSDT");
        context.put("name", name);
        stacks.put(
                name,
                new GaplessStack(
                        app,
                        SettingsReader.read(key -> Optional.ofNullable(context.get(key))),
                        artefacts));
    }

    /// The flags that are pinned for the real synth.
    private static Map<String, Object> context() throws IOException {
        Map<String, Object> context = new HashMap<>();
        JSON.readTree(ROOT.resolve("cdk.json").toFile())
                .path("context")
                .properties()
                .forEach(flag ->
                        context.put(
                                flag.getKey(), JSON.convertValue(flag.getValue(), Object.class)));
        return context;
    }

    /// The template does not depend on what is in them.
    private static Artefacts artefacts() throws IOException {
        Path folder = Files.createTempDirectory("artefacts");
        Path zip = Files.writeString(folder.resolve("backfill-lambda.zip"), "zip");
        Path image = Files.createDirectories(folder.resolve("listener"));
        Files.copy(ROOT.resolve("listener/Dockerfile"), image.resolve("Dockerfile"));
        return new Artefacts(zip, image);
    }

    private static boolean isNodeThere() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
