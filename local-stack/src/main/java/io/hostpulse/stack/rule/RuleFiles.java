package io.hostpulse.stack.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.rule.ComputedWindows;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Problem;
import io.hostpulse.wire.rule.RuleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What files of rules hold, and all that is wrong with them. A file has one or more YAML documents,
 * each a rule or a maintenance.
 */
public final class RuleFiles {

    private final Map<String, FiledDefinition> definitions = new LinkedHashMap<>();
    private final Set<String> faultyIds = new TreeSet<>();
    private final List<RuleFileProblem> problems = new ArrayList<>();

    private final Optional<ComputedWindows> windows;

    private RuleFiles(Optional<ComputedWindows> windows) {
        this.windows = windows;
    }

    /**
     * @param paths files, and directories of which every {@code *.yaml} and {@code *.yml} is read
     * @param windows that the rules may look at
     */
    public static RuleFiles read(List<Path> paths, ComputedWindows windows) {
        return read(paths, Optional.of(windows));
    }

    /** The same, whatever windows the rules look at. */
    public static RuleFiles read(List<Path> paths) {
        return read(paths, Optional.empty());
    }

    private static RuleFiles read(List<Path> paths, Optional<ComputedWindows> windows) {
        RuleFiles files = new RuleFiles(windows);
        paths.forEach(files::readPath);
        return files;
    }

    /**
     * The files that a path means: itself, or of a directory every {@code *.yaml} and {@code *.yml}
     * in it, sorted.
     */
    public static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
        }
    }

    /** Those that are right, in the order of the files; no id twice. */
    public List<FiledDefinition> definitions() {
        return List.copyOf(definitions.values());
    }

    /** Ids of those with which something is wrong, as far as they are known. */
    public Set<String> faultyIds() {
        return faultyIds;
    }

    public List<RuleFileProblem> problems() {
        return List.copyOf(problems);
    }

    private void readPath(Path path) {
        try {
            List<Path> files = filesOf(path);
            if (files.isEmpty()) {
                refuse(path, 0, "", "has no *.yaml");
            }
            files.forEach(this::readFile);
        } catch (IOException e) {
            refuse(path, 0, "", "cannot be read: " + e.getMessage());
        }
    }

    private void readFile(Path file) {
        if (!Files.exists(file)) {
            refuse(file, 0, "", "there is no such file");
            return;
        }
        try {
            RuleText text = RuleText.read(Files.readAllBytes(file));
            List<Fault> faults = new ArrayList<>(text.faults());
            List<YamlDocument> documents = YamlDocument.readAll(text.text());
            documents.forEach(document -> readDocument(file, document, faults));
            faults.stream()
                    .sorted(Comparator.comparingInt(Fault::line))
                    .map(fault -> new RuleFileProblem(file, fault.line(), fault.problem()))
                    .forEach(problems::add);
            if (documents.isEmpty() && faults.isEmpty()) {
                refuse(file, 0, "", "has no rule");
            }
        } catch (IOException e) {
            refuse(file, 0, "", "cannot be read: " + e.getMessage());
        }
    }

    private void readDocument(Path file, YamlDocument document, List<Fault> faults) {
        faults.addAll(document.faults());
        if (document.tree().isEmpty()) {
            return;
        }
        JsonNode tree = document.tree().get();
        try {
            Definition definition =
                    windows.isPresent()
                            ? RuleReader.read(tree, windows.get())
                            : RuleReader.read(tree);
            if (!document.faults().isEmpty()) {
                faultyIds.add(definition.id());
                return;
            }
            FiledDefinition filed = new FiledDefinition(file, document, definition);
            FiledDefinition earlier = definitions.putIfAbsent(definition.id(), filed);
            if (earlier != null) {
                String key = tree.has("maintenance") ? "maintenance" : "id";
                faults.add(
                        Fault.of(
                                document.lineOf(key),
                                key,
                                "'%s' is taken, by %s:%d"
                                        .formatted(
                                                definition.id(), earlier.file(), earlier.line())));
            }
        } catch (InvalidRuleException e) {
            faultyIds.add(tree.path("id").asText());
            e.problems().stream()
                    .filter(problem -> !document.isFaulty(problem.key()))
                    .map(problem -> new Fault(document.lineOf(problem.key()), problem))
                    .forEach(faults::add);
        }
    }

    private void refuse(Path file, int line, String key, String reason) {
        problems.add(new RuleFileProblem(file, line, new Problem(key, reason)));
    }
}
