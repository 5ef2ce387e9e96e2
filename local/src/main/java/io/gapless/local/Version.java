package io.gapless.local;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// What `gapless --version` prints: the version from the jar's manifest, and the Java that runs it.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version =
                Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(run from classes)");
        return new String[] {
            "gapless " + version, "Java " + System.getProperty("java.runtime.version")
        };
    }
}
