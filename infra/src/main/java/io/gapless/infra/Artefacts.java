package io.gapless.infra;

import java.nio.file.Path;

/// What the build has made, to be uploaded.
///
/// @param lambdaZip in Lambda's layout
/// @param listenerFolder with the `Dockerfile` and what it copies
public record Artefacts(Path lambdaZip, Path listenerFolder) {
    /// In a checkout.
    ///
    /// @param root the folder of the root `pom.xml`
    public static Artefacts in(Path root) {
        return new Artefacts(
                root.resolve("backfill-lambda/target/backfill-lambda.zip"),
                root.resolve("listener"));
    }
}
