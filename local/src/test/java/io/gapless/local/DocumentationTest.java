package io.gapless.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What the documents name exists, and what users need is named in them.
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern CLASS =
            Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([a-zA-Z_]+))?");
    private static final Pattern PACKAGE = Pattern.compile("io\\.gapless(\\.[a-z]+)+");
    private static final Pattern COMMAND =
            Pattern.compile("(?:\\./gapless|gapless\\.cmd|gapless)\\s+(.+)");
    private static final Pattern SETTING = Pattern.compile("GAPLESS_[A-Z_]+");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```\\w*\n(.*?)^```");
    private static final List<String> JAVA =
            List.of("java.lang.", "java.time.", "java.util.", "java.util.random.");

    private final Map<String, String> sources = sources();

    private static Stream<Path> walk() throws IOException {
        return Files.walk(ROOT)
                .filter(Files::isRegularFile)
                .filter(file -> {
                    String name = "/" + ROOT.relativize(file).toString().replace('\\', '/');
                    return !name.contains("/target/")
                            && !name.contains("/.git/")
                            && !name.contains("/node_modules/")
                            && !name.contains("/gapless-data/");
                });
    }

    private static Map<String, String> sources() {
        try (Stream<Path> files = walk()) {
            Map<String, String> found = new TreeMap<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                found.put(
                        file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Path, String> documents() throws IOException {
        try (Stream<Path> files = walk()) {
            Map<Path, String> found = new TreeMap<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                found.put(file, Files.readString(file));
            }
            assertThat(found).containsKey(ROOT.resolve("README.md"));
            return found;
        }
    }

    private static List<String> code(String document) {
        List<String> all = new ArrayList<>();
        CODE.matcher(document).results().map(r -> r.group(1)).forEach(all::add);
        for (MatchResult fence : FENCE.matcher(document).results().toList()) {
            all.addAll(fence.group(1).lines().toList());
        }
        return all;
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        documents()
                .forEach((file, text) ->
                        LINK.matcher(text)
                                .results()
                                .map(r -> r.group(1))
                                .filter(target -> !target.contains("://"))
                                .filter(target -> !Files.exists(file.resolveSibling(target)))
                                .forEach(target -> broken.add(file + " → " + target)));
        assertThat(broken).isEmpty();
    }

    @Test
    void classesAndTheirMembersExist() throws IOException {
        List<String> unknown = new ArrayList<>();
        documents()
                .forEach((file, text) -> {
                    for (String word : code(text)) {
                        var name = CLASS.matcher(word);
                        if (name.matches() && !exists(name.group(1), name.group(2))) {
                            unknown.add(file + " names " + word);
                        }
                    }
                });
        assertThat(unknown).isEmpty();
    }

    private boolean exists(String type, String member) {
        String source = sources.get(type);
        if (source == null) {
            return member == null && JAVA.stream().anyMatch(pack -> isClass(pack + type));
        }
        return member == null
                || member.equals("java")
                || Pattern.compile("\\b" + member + "\\b").matcher(source).find();
    }

    private static boolean isClass(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void pathsAndPackagesExist() throws IOException {
        Set<String> top;
        try (Stream<Path> children = Files.list(ROOT)) {
            top = children.map(p -> p.getFileName().toString()).collect(Collectors.toSet());
        }
        Set<String> packages =
                sources.values().stream()
                        .map(s -> s.lines().filter(l -> l.startsWith("package ")).findFirst())
                        .flatMap(Optional::stream)
                        .map(l -> l.substring("package ".length(), l.length() - 1))
                        .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        documents()
                .forEach((file, text) -> {
                    for (String word : code(text)) {
                        int slash = word.indexOf('/');
                        boolean isPath =
                                slash > 0
                                        && top.contains(word.substring(0, slash))
                                        && !word.contains("target/")
                                        && !word.contains(" ");
                        if (isPath && !Files.exists(ROOT.resolve(word))) {
                            unknown.add(file + " names " + word);
                        }
                        if (PACKAGE.matcher(word).matches()
                                && packages.stream()
                                        .noneMatch(
                                                p -> p.equals(word) || p.startsWith(word + "."))) {
                            unknown.add(file + " names " + word);
                        }
                    }
                });
        assertThat(unknown).isEmpty();
    }

    @Test
    void commandsAndTheirOptionsExist() throws IOException {
        CommandLine root = Gapless.commandLine();
        List<String> unknown = new ArrayList<>();
        documents()
                .forEach((file, text) -> {
                    for (String line : code(text)) {
                        var command = COMMAND.matcher(line.strip());
                        if (command.matches()) {
                            unknown.addAll(unknownIn(root, command.group(1), file, line));
                        }
                    }
                });
        assertThat(unknown).isEmpty();
    }

    private static List<String> unknownIn(CommandLine root, String words, Path file, String line) {
        List<String> unknown = new ArrayList<>();
        CommandLine command = root;
        for (String word : words.split("\\s+")) {
            if (word.equals("#")) {
                break;
            }
            if (word.startsWith("-") && word.length() > 1) {
                String option = word.replaceAll("[=,].*", "");
                if (!command.getCommandSpec().optionsMap().containsKey(option)) {
                    unknown.add(file + ": no option " + option + " in: " + line);
                }
            } else if (command == root) {
                CommandLine sub = root.getSubcommands().get(word);
                if (sub == null) {
                    unknown.add(file + ": no command " + word + " in: " + line);
                    break;
                }
                command = sub;
            }
        }
        return unknown;
    }

    @Test
    void everyCommandIsDocumented() throws IOException {
        String all = String.join("\n", documents().values());
        assertThat(Gapless.commandLine().getSubcommands().keySet())
                .allSatisfy(command ->
                        assertThat(all)
                                .containsPattern("`(\\./gapless |gapless )?" + command + "\\b"));
    }

    @Test
    void theTableOfSettingsIsWhatTheProgramsRead() throws IOException {
        Set<String> documented =
                SETTING.matcher(Files.readString(ROOT.resolve("docs/operations.md")))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> read =
                Arrays.stream(Setting.values())
                        .map(Setting::variable)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(read);
    }
}
