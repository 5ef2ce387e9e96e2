package io.gapless.local.build;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// The checkout that this command line was built from: it finds there what it starts.
///
/// @param root the folder of the root `pom.xml`
public record Checkout(Path root) {
    /// The one whose `local/target` holds the running class files.
    public static Checkout ofThisProgram() {
        try {
            Path program =
                    Path.of(
                            Checkout.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return new Checkout(program.resolve("../../..").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the command line does not know where it is", e);
        }
    }

    /// The listener as it runs in the cloud.
    public Path listener() {
        return root.resolve("listener/target/listener.jar");
    }

    /// The repair's function as it runs in the cloud.
    public Path function() {
        return root.resolve("backfill-lambda/target/backfill-lambda.zip");
    }

    /// S3Proxy and DynamoDB Local, once [Build#fetchEmulators] has been called.
    public Path emulators() {
        return root.resolve("local/emulators/target/emulators.jar");
    }

    /// Other people's clients, once [Build#fetchPeers] has been called: `pom.xml`, `src` and `target`.
    public Path peers() {
        return root.resolve("local/peers");
    }

    /// The simulation of the whole system, once [Build#buildSimulation] has been called.
    public Path simulation() {
        return root.resolve("simulation/target/simulation.jar");
    }
}
