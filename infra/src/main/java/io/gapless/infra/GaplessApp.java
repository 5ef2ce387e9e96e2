package io.gapless.infra;

import io.gapless.infra.settings.ContextKey;
import io.gapless.infra.settings.InvalidSettingsException;
import io.gapless.infra.settings.Settings;
import io.gapless.infra.settings.SettingsReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awscdk.App;

/// What `cdk synth` and `cdk deploy` start, from the root of the checkout.
public final class GaplessApp {
    /// Exit code for settings that cannot work.
    static final int WRONG_SETTINGS = 2;

    private GaplessApp() {}

    public static void main(String[] args) {
        App app = new App();
        Settings settings;
        try {
            settings = SettingsReader.read(context(app));
        } catch (InvalidSettingsException e) {
            e.sentences().forEach(sentence -> System.err.println("gapless: " + sentence));
            System.err.println(
                    "gapless: the settings are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(ContextKey.values())
                                            .map(ContextKey::key)
                                            .toList())
                            + ": docs/operations.md tells what each means.");
            System.exit(WRONG_SETTINGS);
            return;
        }
        var _ = new GaplessStack(app, settings, Artefacts.in(Path.of("").toAbsolutePath()));
        app.synth();
    }

    private static Function<String, Optional<String>> context(App app) {
        return key -> Optional.ofNullable(app.getNode().tryGetContext(key)).map(Object::toString);
    }
}
