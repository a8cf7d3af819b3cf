package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.simulator.scenario.ScenarioName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every panel of the dashboards asks the real Elasticsearch, filled by the whole pipeline, and gets
 * an answer.
 */
class KibanaPanelsIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final int HOSTS = 10;

    /** Short enough for twenty samples in five minutes, of which there are percentiles. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** From a full hour on, so that there are windows of an hour. */
    private static final Duration FED = Duration.ofMinutes(62);

    /** Columns of what no simulated host has, and counts that are good when they are nothing. */
    private static final Pattern MAY_BE_EMPTY =
            Pattern.compile(
                    """
                    hostpulse-host (temperature|containers|probes) data .*\
                    |hostpulse-pipeline read-failures data .*\
                    |hostpulse-fleet (hosts-down|hosts-silent|firing-.*) data .*\
                    |hostpulse-alerts (firing-.*|no-data|muted|flapping) data .*\
                    |hostpulse-host firing data .*\
                    |hostpulse-alerts (by-rule|by-host|over-time) data y2\
                    |hostpulse-alerts repeats data m1""");

    @TempDir private static Path data;
    private static LocalStack stack;
    private static List<LensPanel> panels;

    @BeforeAll
    static void startAndFill() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(data));
        panels =
                LensPanel.readAll(
                        stack.config()
                                .tree()
                                .kibanaImporter()
                                .resolveSibling("target/hostpulse.ndjson"));
        stack.startKafka();
        stack.prepareTopics();
        stack.publishStockRules();
        stack.startElasticsearch();
        stack.installTemplates();
        stack.startFlink();
        stack.startJob(Optional.empty());
        sendFleet();
        // a simulated host is down as soon as its last sample is old
        stack.startAgent(Duration.ofSeconds(5));
        await().atMost(LONGEST_WAIT).pollInterval(Duration.ofSeconds(1)).until(() -> isFilled());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyColumnOfEveryPanelHasAValue() {
        assertThat(panels).hasSizeGreaterThan(80);
        await().atMost(LONGEST_WAIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () ->
                                assertThat(panels)
                                        .flatExtracting(KibanaPanelsIT::columnsWithoutValue)
                                        .isEmpty());
    }

    @Test
    void whatMayBeEmptyIsThere() {
        assertThat(panels)
                .flatExtracting(
                        panel ->
                                LensRequest.of(panel).metrics().stream()
                                        .map(metric -> panel.name() + " " + metric)
                                        .toList())
                .areAtLeast(
                        12,
                        new Condition<>(
                                name -> MAY_BE_EMPTY.matcher(name).matches(), "may be empty"));
    }

    /** With the search each, so that a failure can be looked into. */
    private static List<String> columnsWithoutValue(LensPanel panel) {
        LensRequest request = LensRequest.of(panel);
        JsonNode answer = stack.elasticsearch().search(panel.index(), request.body());
        return request.metrics().stream()
                .filter(metric -> !MAY_BE_EMPTY.matcher(panel.name() + " " + metric).matches())
                .filter(metric -> !LensRequest.hasValue(answer.path("aggregations"), metric))
                .map(metric -> panel.name() + " " + metric + " in " + request.body())
                .toList();
    }

    private static void sendFleet() throws Exception {
        Instant start = Instant.now().minus(FED).truncatedTo(ChronoUnit.HOURS);
        FleetPlan plan = new FleetPlan(7, HOSTS, start, FED, INTERVAL);
        Fleet fleet =
                new Fleet(
                        plan,
                        ScenarioMix.of(
                                List.of(
                                        ScenarioName.CPU_SPIKE,
                                        ScenarioName.DISK_FILL,
                                        ScenarioName.FLAPPING,
                                        ScenarioName.CPU_BURSTS,
                                        ScenarioName.MALFORMED,
                                        ScenarioName.CLOCK_SKEW),
                                plan));
        try (FleetPublisher publisher =
                FleetPublisher.connect(stack.addresses().kafka(), LONGEST_WAIT)) {
            publisher.publish(fleet.iterator(), start, Pace.AS_FAST_AS_POSSIBLE, progress -> {});
        }
    }

    /** The last that comes of a fleet are full hours, and alerts that are over. */
    private static boolean isFilled() {
        return count("hostpulse-windows-*", "{\"term\": {\"hostpulse.window.name\": \"1h\"}}")
                        >= HOSTS
                && count(
                                "hostpulse-alerts-*",
                                "{\"term\": {\"hostpulse.alert.state\": \"resolved\"}}")
                        > 0
                && count("hostpulse-hosts", "{\"term\": {\"hostpulse.host.state\": \"up\"}}") > 0
                && count("hostpulse-dead-letters-*", "{\"match_all\": {}}") > 0;
    }

    private static long count(String index, String query) {
        stack.elasticsearch().refresh(index);
        return stack.elasticsearch().count(index, query);
    }
}
