package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * Asks a server for the documents that have a field, for those with one of its values, and for its
 * values, in the way of the field's type.
 *
 * @param type what the mapping says of the field
 * @param values of each document that has the field
 */
record FieldProbe(String field, JsonNode type, List<List<JsonNode>> values) {

    private static final double SINGLE_PRECISION = 1e-6;
    private static final double HALF_PRECISION = 5e-4;

    /** Whether the server can be asked: not of what it only keeps. */
    boolean isSearchable() {
        return type.path("doc_values").asBoolean(true);
    }

    /** Adds aggregations whose names begin with {@code prefix}. */
    void ask(ObjectNode aggregations, String prefix) {
        aggregations
                .putObject(prefix + "exists")
                .putObject("filter")
                .putObject("exists")
                .put("field", field);
        if (isIndexed()) {
            addQuery(aggregations.putObject(prefix + "found").putObject("filter"));
        }
        addValues(aggregations.putObject(prefix + "values"));
    }

    /** What is wrong with the answer; empty if nothing is. */
    String verdict(JsonNode aggregations, String prefix) {
        long existing = aggregations.path(prefix + "exists").path("doc_count").asLong();
        if (existing != values.size()) {
            return "%s: is in %d documents, not %d".formatted(field, existing, values.size());
        }
        long found = aggregations.path(prefix + "found").path("doc_count").asLong();
        if (isIndexed() && found != values.stream().filter(this::hasProbedValue).count()) {
            return "%s: %s is found in %d documents".formatted(field, probedValue(), found);
        }
        JsonNode answer = aggregations.path(prefix + "values");
        return areAllIn(answer) ? "" : "%s: %s is not in %s".formatted(field, values, answer);
    }

    private boolean isIndexed() {
        return type.path("index").asBoolean(true);
    }

    private String typeName() {
        return type.path("type").asText();
    }

    private double precision() {
        return typeName().equals("half_float") ? HALF_PRECISION : SINGLE_PRECISION;
    }

    private JsonNode probedValue() {
        return values.get(0).get(0);
    }

    private boolean hasProbedValue(List<JsonNode> ofDocument) {
        return ofDocument.contains(probedValue());
    }

    private void addQuery(ObjectNode filter) {
        switch (typeName()) {
            case "keyword", "ip", "boolean" -> filter.putObject("term").set(field, probedValue());
            case "text" -> filter.putObject("match_phrase").set(field, probedValue());
            case "date" ->
                    filter.putObject("range")
                            .putObject(field)
                            .put("gte", probedValue().asText())
                            .put("lte", probedValue().asText());
            case "long", "half_float", "float", "double" -> {
                double value = probedValue().doubleValue();
                double slack = Math.abs(value) * precision();
                filter.putObject("range")
                        .putObject(field)
                        .put("gte", value - slack)
                        .put("lte", value + slack);
            }
            default -> throw new AssertionError("no query for " + field + ", " + type);
        }
    }

    private void addValues(ObjectNode aggregation) {
        switch (typeName()) {
            case "keyword", "ip", "boolean" ->
                    aggregation.putObject("terms").put("field", field).put("size", 100);
            case "text" ->
                    aggregation
                            .putObject("terms")
                            .put("field", field + ".keyword")
                            .put("size", 100);
            case "date", "long", "half_float", "float", "double" ->
                    aggregation.putObject("max").put("field", field);
            default -> throw new AssertionError("no aggregation for " + field + ", " + type);
        }
    }

    private boolean areAllIn(JsonNode answer) {
        if (answer.has("buckets")) {
            List<String> keys =
                    StreamSupport.stream(answer.path("buckets").spliterator(), false)
                            .map(
                                    bucket ->
                                            bucket.path("key_as_string")
                                                    .asText(bucket.path("key").asText()))
                            .toList();
            return values.stream()
                    .flatMap(List::stream)
                    .map(JsonNode::asText)
                    .allMatch(keys::contains);
        }
        double most = numbers().max().orElseThrow();
        return Math.abs(answer.path("value").asDouble() - most) <= Math.abs(most) * precision();
    }

    private DoubleStream numbers() {
        return values.stream()
                .flatMap(List::stream)
                .mapToDouble(
                        value ->
                                value.isTextual()
                                        ? Instant.parse(value.asText()).toEpochMilli()
                                        : value.doubleValue());
    }
}
