package io.hostpulse.agent.config;

import io.hostpulse.agent.config.Given.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Flattens a YAML file into keys with the lines that they stand on. */
final class YamlFile {

    /** Deeper than any setting; an alias may contain itself. */
    private static final int MAX_DEPTH = 8;

    private final Path file;
    private final List<String> problems;
    private final Map<String, Given> values = new LinkedHashMap<>();

    private YamlFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What can be read of {@code file}; the rest is added to {@code problems}. */
    static Map<String, Given> read(Path file, List<String> problems) {
        YamlFile yaml = new YamlFile(file, problems);
        try {
            YamlText text = YamlText.read(Files.readAllBytes(file));
            text.faults()
                    .forEach(
                            fault ->
                                    problems.add(
                                            "%s:%d:%d: %s"
                                                    .formatted(
                                                            file,
                                                            fault.line(),
                                                            fault.column(),
                                                            fault.reason())));
            yaml.flatten(text.text());
        } catch (NoSuchFileException e) {
            problems.add(file + ": there is no such file");
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e);
        }
        return yaml.values;
    }

    /** What the parser says of the text around an error is left out: it may be a secret. */
    private void flatten(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            new Compose(settings).composeString(text).ifPresent(root -> add("", root, 0));
        } catch (MarkedYamlEngineException e) {
            String place =
                    e.getProblemMark()
                            .map(
                                    mark ->
                                            ":%d:%d"
                                                    .formatted(
                                                            mark.getLine() + 1,
                                                            mark.getColumn() + 1))
                            .orElse("");
            problems.add(file + place + ": is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file + ": is not YAML that can be read: " + e.getClass().getSimpleName());
        }
    }

    private void add(String key, Node node, int depth) {
        if (depth > MAX_DEPTH) {
            problems.add(place(node) + ": " + key + ": is nested too deeply");
        } else if (node instanceof MappingNode mapping) {
            addMapping(key, mapping, depth);
        } else if (node instanceof SequenceNode sequence) {
            addSequence(key, sequence, depth);
        } else if (node instanceof ScalarNode scalar && !key.isEmpty()) {
            put(key, scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue(), node);
        } else if (!(node instanceof ScalarNode empty && empty.getTag().equals(Tag.NULL))) {
            problems.add(place(node) + ": the file is one value; give keys with values");
        }
    }

    private void addMapping(String key, MappingNode mapping, int depth) {
        if (mapping.getValue().isEmpty() && !key.isEmpty()) {
            put(key, "", mapping);
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name) {
                String child = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
                add(child, tuple.getValueNode(), depth + 1);
            } else {
                problems.add(place(tuple.getKeyNode()) + ": a key is no plain word");
            }
        }
    }

    private void addSequence(String key, SequenceNode sequence, int depth) {
        if (sequence.getValue().isEmpty()) {
            put(key, "", sequence);
        }
        int index = 0;
        for (Node item : sequence.getValue()) {
            add(key + "[" + index++ + "]", item, depth + 1);
        }
    }

    private void put(String key, String text, Node node) {
        Given given = new Given(text, place(node) + ": " + key, Source.FILE);
        Given before = values.putIfAbsent(key, given);
        if (before != null) {
            problems.add(given.origin() + ": was given before, at " + before.origin());
        }
    }

    private String place(Node node) {
        return file + ":" + node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
