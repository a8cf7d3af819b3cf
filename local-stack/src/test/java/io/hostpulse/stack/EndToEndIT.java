package io.hostpulse.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.truth.AlertTruth;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.MetricTruth;
import io.hostpulse.simulator.truth.Refusal;
import io.hostpulse.simulator.truth.SustainedCondition;
import io.hostpulse.simulator.truth.WindowTruth;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.RefusalCategory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole stack with real servers: what the agent and a simulated fleet send is found as it must
 * be.
 */
class EndToEndIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int FLEET_SIZE = 20;

    @TempDir private static Path data;
    private static LocalStack stack;
    private static String jobId;
    private static GroundTruth truth;

    @BeforeAll
    static void startAndSendAFleet() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(data));
        stack.startKafka();
        stack.createTopics();
        stack.publishStockRules();
        stack.startElasticsearch();
        stack.installTemplates();
        stack.startFlink();
        jobId = stack.startJob(Optional.empty(), "--overlapping-windows");
        stack.startAgent(Duration.ofSeconds(1));
        truth = sendFleet();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aSampleOfThisHostIsFoundWithinTwoSecondsOfBeingTaken() {
        List<Long> delaysMillis = new ArrayList<>();
        Instant newest = Instant.now();
        while (delaysMillis.size() < 11) {
            Instant after = newest;
            Instant taken =
                    await().pollInterval(Duration.ofMillis(20))
                            .atMost(LONGEST_WAIT)
                            .ignoreException(HttpStatusException.class) // the index is just made
                            .until(EndToEndIT::newestSampleOfThisHost, time -> time.isAfter(after));
            delaysMillis.add(Duration.between(taken, Instant.now()).toMillis());
            newest = taken;
        }

        delaysMillis.sort(null);
        assertThat(delaysMillis.get(delaysMillis.size() / 2))
                .as("median of the delays %s ms", delaysMillis)
                .isLessThan(2_000);
    }

    @Test
    void tumblingWindowsEqualTheGroundTruth() {
        assertWindowsEqualTruth(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    @Test
    void slidingWindowsEqualTheGroundTruth() {
        assertWindowsEqualTruth(Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    @Test
    void aSustainedSpikeRaisesExactlyOneAlertAndResolvesIt() {
        List<AlertTruth> expected = truth.alerts(SustainedCondition.SUSTAINED_CPU);
        assertThat(expected).isNotEmpty().allMatch(alert -> alert.resolvedMillis() != null);

        List<JsonNode> alerts = awaitHits("hostpulse-alerts-*", resolved(), expected.size());

        assertThat(alerts)
                .extracting(
                        alert ->
                                new AlertTruth(
                                        alert.at("/host/id").asText(),
                                        millis(alert, "/hostpulse/alert/started"),
                                        millis(alert, "/hostpulse/alert/fired"),
                                        millis(alert, "/hostpulse/alert/resolved")))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(hits("hostpulse-alerts-*", fired())).hasSameSizeAs(expected);
        assertThat(hits("hostpulse-alert-history-*", fired())).hasSize(2 * expected.size());
    }

    @Test
    void malformedRecordsAreDeadLettersAndNothingRestarts() {
        List<Refusal> expected = truth.refusals();
        assertThat(expected).isNotEmpty();

        List<JsonNode> letters =
                awaitHits("hostpulse-dead-letters-*", "{\"match_all\": {}}", expected.size());

        assertThat(letters)
                .allSatisfy(
                        letter ->
                                assertThat(text(letter, "/hostpulse/dead_letter/message"))
                                        .isNotBlank());
        assertThat(letters)
                .extracting(EndToEndIT::refusal)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(EndToEndIT::refusal).toList());
        assertThat(stack.flink().restarts(jobId)).isZero();
    }

    @Test
    void everyAcceptedSampleOfTheFleetIsOneHostDocument() {
        String samples =
                """
                {"bool": {"filter": [{"term": {"hostpulse.dimension": "host"}}, %s]}}
                """
                        .formatted(simulated());

        await().atMost(LONGEST_WAIT)
                .until(() -> count(samples), count -> count >= truth.distinctSamples());

        assertThat(count(samples)).isEqualTo(truth.distinctSamples());
    }

    /** Ends a moment before a minute is full, so that timers need not wait long for its windows. */
    private static GroundTruth sendFleet() throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(10, ChronoUnit.MINUTES);
        FleetPlan plan =
                new FleetPlan(42, FLEET_SIZE, start, Duration.ofMinutes(5), Duration.ofSeconds(1));
        Fleet fleet =
                new Fleet(
                        plan,
                        ScenarioMix.of(
                                List.of(
                                        ScenarioName.CPU_SPIKE,
                                        ScenarioName.OUT_OF_ORDER,
                                        ScenarioName.DUPLICATES,
                                        ScenarioName.SILENCE,
                                        ScenarioName.CLOCK_SKEW,
                                        ScenarioName.MALFORMED),
                                plan));
        GroundTruth truth = new GroundTruth();
        try (FleetPublisher publisher =
                FleetPublisher.connect(stack.addresses().kafka(), LONGEST_WAIT)) {
            publisher.publish(
                    truth.observing(fleet.iterator()),
                    start,
                    Pace.AS_FAST_AS_POSSIBLE,
                    progress -> {});
        }
        return truth;
    }

    private static void assertWindowsEqualTruth(Duration size, Duration slide) {
        List<WindowTruth> expected = truth.windows(size, slide);
        String query =
                """
                {"bool": {"filter": [{"term": {"hostpulse.window.name": "%s"}},
                                     {"term": {"hostpulse.dimension": "host"}}, %s],
                          "must_not": [{"terms": {"host.id": [%s]}}]}}
                """
                        .formatted(
                                HumanDuration.format(size),
                                simulated(),
                                quoted(truth.clocksAhead().keySet()));

        List<JsonNode> documents = awaitHits("hostpulse-windows-*", query, expected.size());

        Map<String, JsonNode> byId =
                documents.stream()
                        .collect(toMap(EndToEndIT::id, window -> window.at("/hostpulse/metrics")));
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

    private static void assertMetric(
            String place, JsonNode actual, Metric metric, MetricTruth expected) {
        assertThat(actual.has("sum")).as(place).isEqualTo(metric.addsUp());
        assertThat(
                        new MetricTruth(
                                actual.path("count").asLong(),
                                actual.path("sum").asDouble(expected.sum()),
                                actual.path("avg").asDouble(),
                                actual.path("min").asDouble(),
                                actual.path("max").asDouble(),
                                actual.path("last").asDouble()))
                .as(place)
                .isEqualTo(expected);
    }

    private static String id(JsonNode window) {
        return text(window, "/host/id") + "@" + millis(window, "/hostpulse/window/start");
    }

    private static Refusal refusal(JsonNode letter) {
        String label = text(letter, "/hostpulse/dead_letter/category");
        RefusalCategory category =
                List.of(RefusalCategory.values()).stream()
                        .filter(each -> each.label().equals(label))
                        .findAny()
                        .orElseThrow();
        byte[] value =
                Base64.getDecoder()
                        .decode(letter.at("/hostpulse/dead_letter/value/base64").asText(""));
        return new Refusal(
                category,
                letter.at("/hostpulse/dead_letter/key").asText(""),
                ByteString.copyFrom(value));
    }

    private static Refusal refusal(Refusal refusal) {
        return new Refusal(
                refusal.category(), refusal.key() == null ? "" : refusal.key(), refusal.value());
    }

    /** Waits until there are so many; returns all that there are then. */
    private static List<JsonNode> awaitHits(String index, String query, int count) {
        return await().atMost(LONGEST_WAIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> hits(index, query), hits -> hits.size() >= count);
    }

    private static List<JsonNode> hits(String index, String query) {
        stack.elasticsearch().refresh(index);
        JsonNode answer =
                stack.elasticsearch()
                        .search(index, "{\"size\": 10000, \"query\": %s}".formatted(query));
        List<JsonNode> sources = new ArrayList<>();
        answer.at("/hits/hits").forEach(hit -> sources.add(hit.get("_source")));
        return sources;
    }

    private static long count(String query) {
        stack.elasticsearch().refresh(SampleSearch.INDEX);
        return stack.elasticsearch().count(SampleSearch.INDEX, query);
    }

    private static Instant newestSampleOfThisHost() {
        JsonNode answer =
                stack.elasticsearch()
                        .search(
                                SampleSearch.INDEX,
                                """
                                {"size": 1, "sort": [{"@timestamp": "desc"}],
                                 "query": {"bool": {"must_not": [%s]}}}
                                """
                                        .formatted(simulated()));
        return answer.at("/hits/hits").isEmpty()
                ? Instant.EPOCH
                : Instant.parse(answer.at("/hits/hits/0/_source/@timestamp").asText());
    }

    private static String simulated() {
        return "{\"prefix\": {\"host.id\": \"sim-\"}}";
    }

    /** Other stock rules may find something in the fleet too. */
    private static String sustainedCpu() {
        return """
                {"bool": {"filter": [{"term": {"rule.id": "sustained-cpu"}}, %s]}}
                """
                .formatted(simulated());
    }

    private static String resolved() {
        return """
                {"bool": {"filter": [{"term": {"hostpulse.alert.state": "resolved"}}, %s]}}
                """
                .formatted(fired());
    }

    /** Without alerts that were pending and came to nothing. */
    private static String fired() {
        return """
                {"bool": {"filter": [{"exists": {"field": "hostpulse.alert.fired"}}, %s]}}
                """
                .formatted(sustainedCpu());
    }

    private static String quoted(Iterable<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add('"' + word + '"'));
        return String.join(",", quoted);
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }

    private static long millis(JsonNode node, String pointer) {
        return Instant.parse(text(node, pointer)).toEpochMilli();
    }
}
