package io.hostpulse.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes one line of every object, as Kibana exports it.
 *
 * <p>A file holds id, type and attributes. Versions and references are added here: references are
 * told apart from what else an object says by where they stand, see {@link DashboardPanels}.
 */
public final class Assembler {

    /** Of what all types have in common, in Kibana 8.12. */
    private static final String CORE_MIGRATION_VERSION = "8.8.0";

    private static final String SEARCH_INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index";

    private Assembler() {}

    /**
     * Writes the file that Kibana imports.
     *
     * @param arguments the directory of the objects, and the file to write
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, String.join("\n", assemble(Path.of(arguments[0]))) + "\n");
    }

    /**
     * The objects of a directory, one a line, always in the same order.
     *
     * @throws AssemblyException naming the file that is wrong
     */
    static List<String> assemble(Path root) {
        List<String> lines = new ArrayList<>();
        for (ObjectType type : ObjectType.values()) {
            for (Path file : jsonFiles(root.resolve(type.directory()))) {
                lines.add(assemble(type, file).toString());
            }
        }
        return lines;
    }

    private static ObjectNode assemble(ObjectType type, Path file) {
        ObjectNode object = ObjectFile.read(file);
        if (!object.path("type").asText().equals(type.id())) {
            throw new AssemblyException(
                    file,
                    "type must be %s here; there are %s"
                            .formatted(type.id(), ObjectType.knownIds()));
        }
        if (!(object.path("attributes") instanceof ObjectNode attributes)
                || !object.path("id").isTextual()) {
            throw new AssemblyException(file, "id and attributes are needed");
        }
        References references = new References();
        switch (type) {
            case DATA_VIEW -> {}
            case SEARCH -> referToDataView(attributes, references);
            case DASHBOARD -> {
                new DashboardPanels(file, references).insert(attributes);
                referToDataViewsOfControls(attributes, references);
            }
        }
        EmbeddedJson.escape(attributes);
        object.set("references", references.asJson());
        object.put("typeMigrationVersion", type.migrationVersion());
        object.put("coreMigrationVersion", CORE_MIGRATION_VERSION);
        return object;
    }

    private static void referToDataView(ObjectNode attributes, References references) {
        ObjectNode source = (ObjectNode) attributes.at("/kibanaSavedObjectMeta/searchSourceJSON");
        references.add(ObjectType.DATA_VIEW.id(), source.remove("index").asText(), SEARCH_INDEX);
        source.put("indexRefName", SEARCH_INDEX);
    }

    private static void referToDataViewsOfControls(ObjectNode attributes, References references) {
        for (JsonNode control : attributes.at("/controlGroupInput/panelsJSON")) {
            ObjectNode input = (ObjectNode) control.path("explicitInput");
            references.add(
                    ObjectType.DATA_VIEW.id(),
                    input.remove("dataViewId").asText(),
                    "controlGroup_" + input.path("id").asText() + ":optionsListDataView");
        }
    }

    private static List<Path> jsonFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
