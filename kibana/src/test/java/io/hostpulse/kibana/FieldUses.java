package io.hostpulse.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.kibana.FieldUse.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds every field that an object uses. */
final class FieldUses {

    /** In Kibana's query language a field stands before a colon or a comparison. */
    private static final Pattern QUERIED_FIELD =
            Pattern.compile("\"?([A-Za-z_@][\\w.@]*)\"?\\s*(?::|<|>)");

    private static final String RECORDS = "___records___";

    private final SavedObject object;
    private final List<FieldUse> uses = new ArrayList<>();

    private FieldUses(SavedObject object) {
        this.object = object;
    }

    static List<FieldUse> of(SavedObject object) {
        FieldUses found = new FieldUses(object);
        switch (object.type()) {
            case "index-pattern" -> found.addDataView();
            case "search" -> found.addSearch();
            case "dashboard" -> found.addDashboard();
            default -> throw new IllegalArgumentException(object.type());
        }
        return found.uses;
    }

    private void addDataView() {
        List<String> fields = new ArrayList<>();
        object.embedded("/fieldFormatMap").fieldNames().forEachRemaining(fields::add);
        object.embedded("/fieldAttrs").fieldNames().forEachRemaining(fields::add);
        fields.forEach(field -> add("", object.id(), field, Purpose.SHOWN));
        if (object.attributes().has("timeFieldName")) {
            add("", object.id(), object.attributes().get("timeFieldName").asText(), Purpose.TIME);
        }
    }

    private void addSearch() {
        String dataView = object.referenced("kibanaSavedObjectMeta.searchSourceJSON.index");
        addSearch("", dataView, object.attributes());
        addQuery(
                "",
                dataView,
                object.embedded("/kibanaSavedObjectMeta/searchSourceJSON").path("query"));
    }

    private void addSearch(String place, String dataView, JsonNode settings) {
        settings.path("columns").forEach(it -> add(place, dataView, it.asText(), Purpose.SHOWN));
        settings.path("sort")
                .forEach(it -> add(place, dataView, it.path(0).asText(), Purpose.GROUPED));
    }

    private void addDashboard() {
        for (JsonNode panel : object.embedded("/panelsJSON")) {
            String place = panel.path("panelIndex").asText();
            JsonNode content = panel.path("embeddableConfig");
            switch (panel.path("type").asText()) {
                case "lens" -> addLens(place, content.path("attributes"));
                case "visualization" -> addVega(place, content.at("/savedVis/params/spec"));
                default -> {}
            }
        }
        object.embedded("/controlGroupInput/panelsJSON")
                .forEach(
                        control ->
                                add(
                                        "control",
                                        object.referenced(
                                                "controlGroup_%s:optionsListDataView"
                                                        .formatted(
                                                                control.at("/explicitInput/id")
                                                                        .asText())),
                                        control.at("/explicitInput/fieldName").asText(),
                                        Purpose.GROUPED));
    }

    private void addLens(String place, JsonNode lens) {
        lens.at("/state/datasourceStates/formBased/layers")
                .properties()
                .forEach(
                        layer -> {
                            String dataView =
                                    SavedObject.idOf(
                                            lens.path("references"),
                                            "indexpattern-datasource-layer-" + layer.getKey());
                            layer.getValue()
                                    .path("columns")
                                    .forEach(column -> addColumn(place, dataView, column));
                            addQuery(place, dataView, lens.at("/state/query"));
                        });
        for (JsonNode layer : lens.at("/state/visualization/layers")) {
            String dataView =
                    SavedObject.idOf(
                            lens.path("references"),
                            "xy-visualization-layer-" + layer.path("layerId").asText());
            for (JsonNode annotation : layer.path("annotations")) {
                addQuery(place, dataView, annotation.path("filter"));
                add(place, dataView, annotation.path("timeField").asText(), Purpose.TIME);
                annotation
                        .path("extraFields")
                        .forEach(field -> add(place, dataView, field.asText(), Purpose.GROUPED));
            }
        }
    }

    private void addColumn(String place, String dataView, JsonNode column) {
        addQuery(place, dataView, column.path("filter"));
        String field = column.path("sourceField").asText(RECORDS);
        if (!field.equals(RECORDS)) {
            add(place, dataView, field, purpose(column.path("operationType").asText()));
        }
        if (column.at("/params/sortField").isTextual()) {
            add(place, dataView, column.at("/params/sortField").asText(), Purpose.TIME);
        }
    }

    private static Purpose purpose(String operation) {
        return switch (operation) {
            case "average", "sum", "median", "percentile" -> Purpose.CALCULATED;
            case "max", "min" -> Purpose.LARGEST;
            case "terms", "unique_count", "last_value", "count" -> Purpose.GROUPED;
            case "date_histogram" -> Purpose.TIME;
            default -> throw new IllegalArgumentException("operation " + operation);
        };
    }

    /** The one specification reads documents of alerts; its fields stand in {@code _source}. */
    private void addVega(String place, JsonNode specification) {
        if (specification.isTextual()) {
            SavedObject.parse(specification.asText())
                    .at("/data/url/body/_source")
                    .forEach(
                            field -> add(place, "hostpulse-alerts", field.asText(), Purpose.SHOWN));
        }
    }

    private void addQuery(String place, String dataView, JsonNode query) {
        Matcher fields = QUERIED_FIELD.matcher(query.path("query").asText());
        while (fields.find()) {
            add(place, dataView, fields.group(1), Purpose.GROUPED);
        }
    }

    private void add(String place, String dataView, String field, Purpose purpose) {
        uses.add(new FieldUse(object.id() + " " + place, dataView, field, purpose));
    }
}
