package io.gapless.local.command;

import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.emulator.Emulators;
import io.gapless.local.place.Place;
import io.gapless.local.run.LocalSystem;
import io.gapless.local.run.RunSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where `gapless run` runs: a folder, or AWS emulated in one, whose emulators then live until this is
/// closed.
record RunPlace(Path dataDir, Place place, Optional<Emulators> emulators) implements AutoCloseable {
    /// @param aws whether AWS is to be emulated
    static RunPlace open(Path dataDir, boolean aws, PrintWriter out) {
        EmulatedAws emulated = new EmulatedAws(dataDir);
        Place.Folder folder = new Place.Folder(dataDir);
        if (!aws) {
            if (emulated.exists()) {
                throw new Failures.CannotWork(
                        "%s holds an archive of `run --aws local`: say --aws local, or name another --data-dir"
                                .formatted(dataDir));
            }
            return new RunPlace(dataDir, folder, Optional.empty());
        }
        if (Files.exists(folder.database())) {
            throw new Failures.CannotWork(
                    "%s holds an archive on a plain folder: leave out --aws local, or name another --data-dir"
                            .formatted(dataDir));
        }
        Emulators emulators = Emulators.start(emulated);
        out.printf(
                "S3Proxy at %s, DynamoDB Local at %s%n",
                emulators.endpoints().s3(), emulators.endpoints().dynamoDb());
        out.flush();
        return new RunPlace(dataDir, new Place.Emulated(emulated), Optional.of(emulators));
    }

    Map<String, String> env() {
        return emulators.map(running -> running.endpoints().env()).orElse(Map.of());
    }

    /// Puts together what runs here.
    LocalSystem system(RunSettings settings, PrintWriter out) {
        return emulators
                .map(running -> LocalSystem.onAws(settings, running, out))
                .orElseGet(() -> LocalSystem.onFolder(settings, out));
    }

    @Override
    public void close() {
        emulators.ifPresent(Emulators::close);
    }
}
