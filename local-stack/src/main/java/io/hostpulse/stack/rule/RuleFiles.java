package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What files of rules hold, and all that is wrong with them. A file has one or more YAML documents,
 * each a rule or a maintenance.
 */
public final class RuleFiles {

    private final Map<String, FiledDefinition> definitions = new LinkedHashMap<>();
    private final List<RuleFileProblem> problems = new ArrayList<>();

    private RuleFiles() {}

    /**
     * @param paths files, and directories of which every {@code *.yaml} and {@code *.yml} is read
     */
    public static RuleFiles read(List<Path> paths) {
        RuleFiles files = new RuleFiles();
        paths.forEach(files::readPath);
        return files;
    }

    /** Those that are right, in the order of the files; no id twice. */
    public List<FiledDefinition> definitions() {
        return List.copyOf(definitions.values());
    }

    public List<RuleFileProblem> problems() {
        return List.copyOf(problems);
    }

    private void readPath(Path path) {
        if (!Files.isDirectory(path)) {
            readFile(path);
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files =
                    entries.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
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
            AtomicInteger documents = new AtomicInteger();
            YamlDocument.readAll(
                    Files.readString(file),
                    document -> {
                        documents.incrementAndGet();
                        readDocument(file, document);
                    });
            if (documents.get() == 0) {
                refuse(file, 0, "", "has no rule");
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            refuse(file, at == null ? 0 : at.getLineNr(), "", "no YAML: " + firstLine(e));
        } catch (IOException e) {
            refuse(file, 0, "", "cannot be read: " + e.getMessage());
        }
    }

    private void readDocument(Path file, YamlDocument document) {
        try {
            Definition definition = RuleReader.read(document.tree());
            FiledDefinition filed =
                    new FiledDefinition(file, document.lineOf(""), definition, document.tree());
            FiledDefinition earlier = definitions.putIfAbsent(definition.id(), filed);
            if (earlier != null) {
                String key = document.tree().has("maintenance") ? "maintenance" : "id";
                refuse(
                        file,
                        document.lineOf(key),
                        key,
                        "'%s' is taken, by %s:%d"
                                .formatted(definition.id(), earlier.file(), earlier.line()));
            }
        } catch (InvalidRuleException e) {
            e.problems().stream()
                    .map(it -> new RuleFileProblem(file, document.lineOf(it.key()), it))
                    .sorted(Comparator.comparingInt(RuleFileProblem::line))
                    .forEach(problems::add);
        }
    }

    private void refuse(Path file, int line, String key, String reason) {
        problems.add(new RuleFileProblem(file, line, new Problem(key, reason)));
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }
}
