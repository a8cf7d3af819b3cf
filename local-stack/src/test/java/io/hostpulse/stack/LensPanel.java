package io.hostpulse.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one layer of a Lens panel asks of Elasticsearch.
 *
 * @param name dashboard, panel and layer
 * @param index pattern of the indices, from the layer's data view
 * @param query in Kibana's query language
 * @param columns by id, in the order in which they are nested
 */
record LensPanel(String name, String index, String query, Map<String, JsonNode> columns) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** All that are in a file that Kibana imports. */
    static List<LensPanel> readAll(Path ndjson) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : Files.readAllLines(ndjson)) {
            objects.add(parse(line));
        }
        Map<String, String> titles = new HashMap<>();
        objects.stream()
                .filter(object -> object.path("type").asText().equals("index-pattern"))
                .forEach(
                        view ->
                                titles.put(
                                        view.path("id").asText(),
                                        view.at("/attributes/title").asText()));
        return objects.stream()
                .filter(object -> object.path("type").asText().equals("dashboard"))
                .flatMap(dashboard -> readDashboard(dashboard, titles))
                .toList();
    }

    private static Stream<LensPanel> readDashboard(JsonNode dashboard, Map<String, String> titles) {
        List<LensPanel> panels = new ArrayList<>();
        for (JsonNode panel : parse(dashboard.at("/attributes/panelsJSON").asText())) {
            JsonNode lens = panel.at("/embeddableConfig/attributes");
            lens.at("/state/datasourceStates/formBased/layers")
                    .properties()
                    .forEach(
                            layer ->
                                    panels.add(
                                            new LensPanel(
                                                    "%s %s %s"
                                                            .formatted(
                                                                    dashboard.path("id").asText(),
                                                                    panel.path("panelIndex")
                                                                            .asText(),
                                                                    layer.getKey()),
                                                    titles.get(dataView(lens, layer.getKey())),
                                                    lens.at("/state/query/query").asText(),
                                                    inOrder(layer.getValue()))));
        }
        return panels.stream();
    }

    private static String dataView(JsonNode lens, String layer) {
        for (JsonNode reference : lens.path("references")) {
            if (reference.path("name").asText().endsWith("datasource-layer-" + layer)) {
                return reference.path("id").asText();
            }
        }
        throw new IllegalStateException("no data view of " + layer);
    }

    private static Map<String, JsonNode> inOrder(JsonNode layer) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        layer.path("columnOrder")
                .forEach(id -> columns.put(id.asText(), layer.at("/columns").get(id.asText())));
        return columns;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
