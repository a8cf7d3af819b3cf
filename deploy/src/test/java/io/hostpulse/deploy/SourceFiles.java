package io.hostpulse.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Files of the source tree. */
final class SourceFiles {

    static final Path ROOT = Path.of(System.getProperty("hostpulse.home")).normalize();

    private static final ObjectMapper JSON = new ObjectMapper();

    private SourceFiles() {}

    static Path path(String name) {
        return ROOT.resolve(name);
    }

    static String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document of a YAML file, with anchors and merge keys resolved. */
    static JsonNode yaml(String name) {
        return documents(read(name)).get(0);
    }

    /** Every document of a YAML text that holds something. */
    static List<JsonNode> documents(String text) {
        Iterable<Object> loaded = new Yaml(new LoaderOptions()).loadAll(text);
        return StreamSupport.stream(loaded.spliterator(), false)
                .filter(document -> document != null)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList();
    }

    /** What stands in all the objects and arrays of a tree. */
    static Stream<String> texts(JsonNode tree) {
        return tree.isValueNode()
                ? Stream.of(tree.asText())
                : StreamSupport.stream(tree.spliterator(), false).flatMap(SourceFiles::texts);
    }

    static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
