package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.search.ElasticsearchRelease;
import io.hostpulse.job.search.SearchServer;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of every kind of document is taken by the strict mappings of a real server, and is
 * found there by its value in the way of its type. Fields and values come from the catalogue and
 * the code that makes documents, so that a new metric is looked for as soon as there is one.
 */
class FieldQueriesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIELDS_OF_ONE_SEARCH = 300;

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("releasesAndIndices")
    void everyFieldIsFoundByItsValue(ElasticsearchRelease release, IndexName index) {
        SearchServer server = release.emptyServer();
        List<IndexedDocument> documents = EveryDocument.of(index);

        assertThat(server.index(documents)).isEmpty();

        List<FieldProbe> probes = probesOf(index, documents);
        assertThat(probes).extracting(FieldProbe::field).containsAll(metricFieldsOf(index));
        assertThat(problems(server, index, probes)).isEmpty();
    }

    private static Stream<Arguments> releasesAndIndices() {
        return Arrays.stream(ElasticsearchRelease.values())
                .flatMap(
                        release ->
                                Arrays.stream(IndexName.values())
                                        .map(index -> Arguments.of(release, index)));
    }

    private static List<FieldProbe> probesOf(IndexName index, List<IndexedDocument> documents) {
        Map<String, List<List<JsonNode>>> values = new TreeMap<>();
        for (IndexedDocument document : documents) {
            DocumentFields.valuesOf(Examples.tree(document.json()))
                    .forEach(
                            (field, ofDocument) ->
                                    values.computeIfAbsent(field, name -> new ArrayList<>())
                                            .add(ofDocument));
        }
        Map<String, JsonNode> types = DocumentFields.typesOf(index);
        JsonNode keyword = JSON.createObjectNode().put("type", "keyword");
        List<FieldProbe> probes = new ArrayList<>();
        values.forEach(
                (field, ofDocuments) ->
                        probes.add(
                                new FieldProbe(
                                        field, types.getOrDefault(field, keyword), ofDocuments)));
        return probes;
    }

    private static List<String> problems(
            SearchServer server, IndexName index, List<FieldProbe> probes) {
        List<FieldProbe> searchable = probes.stream().filter(FieldProbe::isSearchable).toList();
        List<String> problems = new ArrayList<>();
        for (int from = 0; from < searchable.size(); from += FIELDS_OF_ONE_SEARCH) {
            int to = Math.min(from + FIELDS_OF_ONE_SEARCH, searchable.size());
            ObjectNode search = JSON.createObjectNode().put("size", 0);
            ObjectNode aggregations = search.putObject("aggs");
            for (int i = from; i < to; i++) {
                searchable.get(i).ask(aggregations, i + "-");
            }
            JsonNode answer =
                    server.search(index.pattern(), search.toString()).path("aggregations");
            for (int i = from; i < to; i++) {
                problems.add(searchable.get(i).verdict(answer, i + "-"));
            }
        }
        problems.removeIf(String::isEmpty);
        return problems;
    }

    /** Names that the catalogue demands. */
    private static List<String> metricFieldsOf(IndexName index) {
        return switch (index) {
            case SAMPLES ->
                    MetricCatalogue.get().metrics().stream()
                            .filter(metric -> !metric.measuredByJob())
                            .flatMap(
                                    metric ->
                                            Stream.concat(
                                                    Stream.of(metric.name()),
                                                    metric.also().stream()))
                            .toList();
            case WINDOWS ->
                    MetricCatalogue.get().metrics().stream()
                            .filter(Metric::aggregated)
                            .map(
                                    metric ->
                                            WindowDocuments.METRICS
                                                    + metric.name()
                                                    + (metric.isCounter() ? ".increase" : ".p99"))
                            .toList();
            case ALERTS, ALERT_HISTORY, HOSTS, DEAD_LETTERS -> List.of();
        };
    }
}
