package io.hostpulse.stack;

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
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.Refusal;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.wire.RefusalCategory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final int FLEET_SIZE = 20;

    @TempDir private static Path data;
    private static LocalStack stack;
    private static String jobId;
    private static GroundTruth truth;
    private static FleetDocuments documents;

    @BeforeAll
    static void startAndSendAFleet() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(data));
        stack.startKafka();
        stack.prepareTopics();
        stack.publishStockRules();
        stack.startElasticsearch();
        stack.installTemplates();
        stack.startFlink();
        jobId = stack.startJob(Optional.empty(), "--publish-windows-from=0s");
        stack.startAgent(Duration.ofSeconds(1));
        truth = sendFleet();
        documents = new FleetDocuments(stack.elasticsearch(), truth);
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
        documents.assertWindows(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    @Test
    void slidingWindowsEqualTheGroundTruth() {
        documents.assertWindows(Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    @Test
    void aSustainedSpikeRaisesExactlyOneAlertAndResolvesIt() {
        documents.assertAlerts();
    }

    @Test
    void malformedRecordsAreDeadLettersAndNothingRestarts() {
        List<Refusal> expected = truth.refusals();
        assertThat(expected).isNotEmpty();

        List<JsonNode> letters =
                documents.awaitHits(
                        "hostpulse-dead-letters-*", "{\"match_all\": {}}", expected.size());

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
        documents.assertOneOfEachSample();
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

    private static Instant newestSampleOfThisHost() {
        JsonNode answer =
                stack.elasticsearch()
                        .search(
                                SampleSearch.INDEX,
                                """
                                {"size": 1, "sort": [{"@timestamp": "desc"}],
                                 "query": {"bool": {"must_not": [%s]}}}
                                """
                                        .formatted(FleetDocuments.SIMULATED));
        return answer.at("/hits/hits").isEmpty()
                ? Instant.EPOCH
                : Instant.parse(answer.at("/hits/hits/0/_source/@timestamp").asText());
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }
}
