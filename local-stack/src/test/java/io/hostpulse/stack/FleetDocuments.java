package io.hostpulse.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.simulator.truth.AlertTruth;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.MetricTruth;
import io.hostpulse.simulator.truth.SustainedCondition;
import io.hostpulse.simulator.truth.WindowTruth;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what is indexed of a simulated fleet with what must be. */
final class FleetDocuments {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final String SIMULATED = "{\"prefix\": {\"host.id\": \"sim-\"}}";

    private final Elasticsearch elasticsearch;
    private final GroundTruth truth;

    FleetDocuments(Elasticsearch elasticsearch, GroundTruth truth) {
        this.elasticsearch = elasticsearch;
        this.truth = truth;
    }

    void assertOneOfEachSample() {
        String samples =
                """
                {"bool": {"filter": [{"term": {"hostpulse.dimension": "host"}}, %s]}}
                """
                        .formatted(SIMULATED);

        await().atMost(LONGEST_WAIT)
                .until(
                        () -> count(SampleSearch.INDEX, samples),
                        count -> count >= truth.distinctSamples());

        assertThat(count(SampleSearch.INDEX, samples)).isEqualTo(truth.distinctSamples());
    }

    void assertWindows(Duration size, Duration slide) {
        List<WindowTruth> expected = truth.windows(size, slide);
        String query =
                """
                {"bool": {"filter": [{"term": {"hostpulse.window.name": "%s"}},
                                     {"term": {"hostpulse.dimension": "host"}}, %s]}}
                """
                        .formatted(HumanDuration.format(size), SIMULATED);

        List<JsonNode> documents = awaitHits("hostpulse-windows-*", query, expected.size());

        Map<String, JsonNode> byId =
                documents.stream()
                        .collect(
                                toMap(
                                        FleetDocuments::id,
                                        window -> window.at("/hostpulse/metrics")));
        assertThat(byId).hasSameSizeAs(expected);
        for (WindowTruth window : expected) {
            JsonNode metrics = byId.get(window.hostId() + "@" + window.startMillis());
            assertThat(metrics).as("window %s", window).isNotNull();
            window.metrics()
                    .forEach(
                            (name, metric) ->
                                    assertThat(
                                                    read(
                                                            metrics.at(
                                                                    "/" + name.replace('.', '/')),
                                                            metric))
                                            .as("%s of %s", name, window.hostId())
                                            .isEqualTo(metric));
        }
    }

    /** Each alert once, and of each the two transitions. */
    void assertAlerts() {
        List<AlertTruth> expected = truth.alerts(SustainedCondition.SUSTAINED_CPU);
        assertThat(expected).isNotEmpty().allMatch(alert -> alert.resolvedMillis() != null);
        String fired =
                """
                {"bool": {"filter": [{"exists": {"field": "hostpulse.alert.fired"}},
                                     {"term": {"rule.id": "sustained-cpu"}}, %s]}}
                """
                        .formatted(SIMULATED);

        awaitHits("hostpulse-alert-history-*", fired, 2 * expected.size());

        assertThat(hits("hostpulse-alerts-*", fired))
                .extracting(
                        alert ->
                                new AlertTruth(
                                        alert.at("/host/id").asText(),
                                        millis(alert, "/hostpulse/alert/started"),
                                        millis(alert, "/hostpulse/alert/fired"),
                                        millis(alert, "/hostpulse/alert/resolved")))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(hits("hostpulse-alert-history-*", fired)).hasSize(2 * expected.size());
    }

    private static MetricTruth read(JsonNode metric, MetricTruth expected) {
        return new MetricTruth(
                metric.path("count").asLong(),
                metric.path("sum").asDouble(expected.sum()),
                metric.path("avg").asDouble(),
                metric.path("min").asDouble(),
                metric.path("max").asDouble(),
                metric.path("last").asDouble());
    }

    private List<JsonNode> awaitHits(String index, String query, int count) {
        return await().atMost(LONGEST_WAIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> hits(index, query), hits -> hits.size() >= count);
    }

    private List<JsonNode> hits(String index, String query) {
        elasticsearch.refresh(index);
        List<JsonNode> sources = new ArrayList<>();
        elasticsearch
                .search(index, "{\"size\": 10000, \"query\": %s}".formatted(query))
                .at("/hits/hits")
                .forEach(hit -> sources.add(hit.get("_source")));
        return sources;
    }

    private long count(String index, String query) {
        elasticsearch.refresh(index);
        return elasticsearch.count(index, query);
    }

    private static String id(JsonNode window) {
        return window.at("/host/id").asText() + "@" + millis(window, "/hostpulse/window/start");
    }

    private static long millis(JsonNode node, String pointer) {
        return Instant.parse(node.at(pointer).asText()).toEpochMilli();
    }
}
