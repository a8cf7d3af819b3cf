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
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what is indexed of a simulated fleet with what must be. */
final class FleetDocuments {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    static final String SIMULATED = "{\"prefix\": {\"host.id\": \"sim-\"}}";

    /** Of one stock rule, without alerts that were pending and came to nothing. */
    private static final String FIRED =
            """
            {"bool": {"filter": [{"exists": {"field": "hostpulse.alert.fired"}},
                                 {"term": {"rule.id": "sustained-cpu"}}, %s]}}
            """
                    .formatted(SIMULATED);

    private static final String RESOLVED =
            """
            {"bool": {"filter": [{"term": {"hostpulse.alert.state": "resolved"}}, %s]}}
            """
                    .formatted(FIRED);

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

    /** Those of hosts whose clocks are ahead aside: their samples count when they arrive. */
    void assertWindows(Duration size, Duration slide) {
        List<WindowTruth> expected = truth.windows(size, slide);
        String query =
                """
                {"bool": {"filter": [{"term": {"hostpulse.window.name": "%s"}},
                                     {"term": {"hostpulse.dimension": "host"}}, %s],
                          "must_not": [{"terms": {"host.id": [%s]}}]}}
                """
                        .formatted(
                                HumanDuration.format(size),
                                SIMULATED,
                                quoted(truth.clocksAhead().keySet()));

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
                                    assertMetric(
                                            "%s of %s".formatted(name, window.hostId()),
                                            metrics.at("/" + name.replace('.', '/')),
                                            MetricCatalogue.get().find(name).orElseThrow(),
                                            metric));
        }
    }

    /** Each alert of the stock rule once, and of each the two transitions. */
    void assertAlerts() {
        List<AlertTruth> expected = truth.alerts(SustainedCondition.SUSTAINED_CPU);
        assertThat(expected).isNotEmpty().allMatch(alert -> alert.resolvedMillis() != null);

        List<JsonNode> alerts = awaitHits("hostpulse-alerts-*", RESOLVED, expected.size());

        assertThat(alerts)
                .extracting(
                        alert ->
                                new AlertTruth(
                                        alert.at("/host/id").asText(),
                                        millis(alert, "/hostpulse/alert/started"),
                                        millis(alert, "/hostpulse/alert/fired"),
                                        millis(alert, "/hostpulse/alert/resolved")))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(hits("hostpulse-alerts-*", FIRED)).hasSameSizeAs(expected);
        assertThat(hits("hostpulse-alert-history-*", FIRED)).hasSize(2 * expected.size());
    }

    private static void assertMetric(
            String place, JsonNode actual, Metric metric, MetricTruth expected) {
        assertThat(actual.has("sum")).as(place).isEqualTo(metric.addsUp());
        assertThat(
                        new MetricTruth(
                                actual.path("count").asLong(),
                                actual.path("sum").asDouble(metric.rounded(expected.sum())),
                                actual.path("avg").asDouble(),
                                actual.path("min").asDouble(),
                                actual.path("max").asDouble(),
                                actual.path("last").asDouble()))
                .as(place)
                .isEqualTo(
                        new MetricTruth(
                                expected.count(),
                                metric.rounded(expected.sum()),
                                metric.rounded(expected.avg()),
                                metric.rounded(expected.min()),
                                metric.rounded(expected.max()),
                                metric.rounded(expected.last())));
    }

    /** Waits until there are so many; returns all that there are then. */
    List<JsonNode> awaitHits(String index, String query, int count) {
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

    private static String quoted(Iterable<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add('"' + word + '"'));
        return String.join(",", quoted);
    }

    private static long millis(JsonNode node, String pointer) {
        return Instant.parse(node.at(pointer).asText()).toEpochMilli();
    }
}
