package io.gapless.local.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The project's sources, compared with what was built from them. The launcher script asks the same question with
/// `find -newer`.
///
/// @param root the folder of the root `pom.xml`
/// @param part what is built of them
record Sources(Path root, Part part) {

    /// What the command line starts, directly or as further processes, under the root.
    static final List<String> PRODUCTS = Part.PROGRAMS.products();

    /// Deep enough for every source file; a link that leads round in a circle ends here.
    private static final int MAX_DEPTH = 32;

    Sources(Path root) {
        this(root, Part.PROGRAMS);
    }

    /// The file whose modification time says when the last successful build began.
    Path stamp() {
        return root.resolve(part.home()).resolve("built");
    }

    /// Whether all products are there and no source is newer than the last successful build.
    boolean areBuilt() throws IOException {
        if (!Files.exists(stamp())
                || !part.products().stream().map(root::resolve).allMatch(Files::exists)) {
            return false;
        }
        var built = Files.getLastModifiedTime(stamp());
        for (var place : places()) {
            if (anyNewer(place, built)) {
                return false;
            }
        }
        return true;
    }

    /// Call before a build reads its first source. What changes from now on is newer than what the build makes.
    Path beginBuild() throws IOException {
        Files.createDirectories(stamp().getParent());
        var begun = stamp().resolveSibling("built.next");
        Files.deleteIfExists(begun);
        return Files.createFile(begun);
    }

    /// Call after a successful build, with what [#beginBuild] gave.
    void endBuild(Path begun) throws IOException {
        Files.move(begun, stamp(), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> places() throws IOException {
        if (part.equals(Part.EMULATORS) || part.equals(Part.PEERS)) {
            Path home = root.resolve(part.home()).resolveSibling("pom.xml");
            return List.of(root.resolve("pom.xml"), home, home.resolveSibling("src"));
        }
        var places =
                new ArrayList<>(
                        List.of(
                                root.resolve("pom.xml"),
                                root.resolve(".mvn"),
                                root.resolve("sql")));
        try (Stream<Path> modules = Files.list(root)) {
            modules.forEach(module -> {
                places.add(module.resolve("pom.xml"));
                places.add(module.resolve("src/main"));
            });
        }
        if (part.equals(Part.SIMULATION)) {
            places.add(root.resolve("common/src/test"));
        }
        places.removeIf(Files::notExists);
        return places;
    }

    /// Folders count too: theirs is the only time that changes when a source is removed.
    private static boolean anyNewer(Path place, FileTime built) throws IOException {
        try (Stream<Path> newer =
                Files.find(
                        place,
                        MAX_DEPTH,
                        (_, attributes) -> attributes.lastModifiedTime().compareTo(built) > 0)) {
            return newer.findAny().isPresent();
        }
    }
}
