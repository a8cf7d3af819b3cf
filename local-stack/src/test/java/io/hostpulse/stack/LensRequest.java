package io.hostpulse.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The search that a Lens panel comes down to: its buckets nested in one another, with its metrics
 * in the innermost. Time shifts, time scales and formulas, which Kibana computes itself, are left
 * out; the parts of a formula are in.
 */
final class LensRequest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RECORDS = "___records___";

    private final LensPanel panel;
    private final List<String> metrics = new ArrayList<>();
    private final ObjectNode body = MAPPER.createObjectNode();

    private LensRequest(LensPanel panel) {
        this.panel = panel;
    }

    static LensRequest of(LensPanel panel) {
        LensRequest request = new LensRequest(panel);
        request.build();
        return request;
    }

    /** Ids of the columns that must have a value. */
    List<String> metrics() {
        return metrics;
    }

    String body() {
        return body.toString();
    }

    private void build() {
        body.put("size", 0);
        body.set("query", query(panel.query()));
        ObjectNode level = body;
        for (Map.Entry<String, JsonNode> column : panel.columns().entrySet()) {
            if (column.getValue().path("isBucketed").asBoolean()) {
                level = level.withObject("aggs").putObject(column.getKey());
                addBuckets(level, column.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> column : panel.columns().entrySet()) {
            if (!column.getValue().path("isBucketed").asBoolean()
                    && column.getValue().has("sourceField")) {
                addMetric(level.withObject("aggs").putObject(column.getKey()), column.getValue());
                metrics.add(column.getKey());
            }
        }
    }

    private static void addBuckets(ObjectNode aggregation, JsonNode column) {
        String field = column.path("sourceField").asText();
        switch (column.path("operationType").asText()) {
            case "date_histogram" ->
                    aggregation
                            .putObject("date_histogram")
                            .put("field", field)
                            .put("fixed_interval", "5m")
                            .put("min_doc_count", 1);
            case "terms" -> aggregation.putObject("terms").put("field", field).put("size", 5);
            default -> throw new IllegalArgumentException(column.toString());
        }
    }

    /** Within a filter, for the column's own and to count what has the field. */
    private static void addMetric(ObjectNode aggregation, JsonNode column) {
        String field = column.path("sourceField").asText();
        aggregation.set("filter", query(column.at("/filter/query").asText()));
        if (field.equals(RECORDS)) {
            return;
        }
        ObjectNode metric = aggregation.putObject("aggs").putObject("value");
        switch (column.path("operationType").asText()) {
            case "average" -> metric.putObject("avg").put("field", field);
            case "max", "min", "sum" ->
                    metric.putObject(column.path("operationType").asText()).put("field", field);
            case "unique_count" -> metric.putObject("cardinality").put("field", field);
            case "last_value" -> metric.putObject("value_count").put("field", field);
            case "median" -> percentile(metric, field, 50);
            case "percentile" -> percentile(metric, field, column.at("/params/percentile").asInt());
            default -> throw new IllegalArgumentException(column.toString());
        }
    }

    private static void percentile(ObjectNode metric, String field, int percent) {
        metric.putObject("percentiles").put("field", field).putArray("percents").add(percent);
    }

    /**
     * A query of Kibana's language as one of Lucene's, which is the same but for words in small
     * letters and for comparisons.
     */
    private static ObjectNode query(String kuery) {
        ObjectNode query = MAPPER.createObjectNode();
        if (kuery.isEmpty()) {
            query.putObject("match_all");
        } else {
            query.putObject("query_string")
                    .put(
                            "query",
                            kuery.replace(" and ", " AND ")
                                    .replace(" or ", " OR ")
                                    .replaceAll("\\bnot ", "NOT ")
                                    .replaceAll("\"([\\w.]+)\": \\*", "$1: *")
                                    .replaceAll(" ([<>]) ", ":$1"));
        }
        return query;
    }

    /** Whether a column has a value in any bucket of an answer. */
    static boolean hasValue(JsonNode answer, String column) {
        for (Map.Entry<String, JsonNode> field : answer.properties()) {
            if (field.getKey().equals(column)) {
                return isValue(field.getValue());
            }
        }
        for (JsonNode part : answer) {
            if (hasValue(part, column)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isValue(JsonNode metric) {
        if (metric.path("doc_count").asLong() == 0) {
            return false;
        }
        JsonNode value = metric.path("value");
        if (value.has("values")) {
            return value.path("values").elements().next().isNumber();
        }
        return value.isMissingNode() || value.path("value").isNumber();
    }
}
