package io.hostpulse.job.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.SampleReader;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is simulated comes out as it does of Flink. */
class SimulatedDetectionTest {

    private static final FleetPlan PLAN =
            new FleetPlan(
                    11,
                    ScenarioName.values().length,
                    Instant.parse("2026-03-01T08:00:00Z"),
                    Duration.ofMinutes(40),
                    Duration.ofSeconds(10));

    /** So that something flaps, and sequences and bursts come about, in a short time. */
    private static final String MORE_RULES =
            """
            {id: wavering, name: W, severity: info, flapping: {changes: 2, within: 10m},
             when: {metric: system.cpu.total.norm.pct, above: 0.4, clear: 0.39}}
            ---
            {id: steps, name: S, severity: info, when: {sequence: [
              {step: a, metric: system.cpu.total.norm.pct, above: 0.3},
              {step: b, metric: system.cpu.total.norm.pct, above: 0.4, within: 5m, together: true}]}}
            ---
            {id: bursts, name: B, severity: info, when: {metric: system.cpu.total.norm.pct,
              above: 0.4, repeats: {times: 2, within: 10m, at_most: 5m}}}
            """;

    @Test
    void everyTransitionIsThatOfFlinksOwnOperators() throws Exception {
        List<AlertTransition> simulated = new ArrayList<>();
        List<DeadLetter> refused = new ArrayList<>();
        long startMillis = PLAN.start().toEpochMilli();
        SimulatedDetection simulation =
                new SimulatedDetection(
                        config(), startMillis, (now, alert) -> simulated.add(alert), refused::add);
        // or timers would be due just when samples come, which Flink's harness fires before them
        Random jitter = new Random(1);
        long arrivalMillis = startMillis;
        List<AlertTransition> ofFlink;
        try (FlinkDetection flink = new FlinkDetection(config(), startMillis)) {
            for (JsonNode rule : rules()) {
                byte[] json = new ObjectMapper().writeValueAsBytes(rule);
                simulation.define(rule.path("id").asText(), json);
                flink.define(rule.path("id").asText(), json);
            }
            for (FleetRecord each :
                    new Fleet(PLAN, ScenarioMix.of(List.of(ScenarioName.values()), PLAN))) {
                if (each instanceof FleetRecord.SampleRecord) {
                    arrivalMillis =
                            Math.max(arrivalMillis, each.arrivalMillis() + jitter.nextInt(250));
                    simulation.advanceTo(arrivalMillis);
                    flink.advanceTo(arrivalMillis);
                    simulation.take(sample(each, arrivalMillis));
                    flink.take(sample(each, arrivalMillis));
                }
            }
            long endMillis = PLAN.end().plus(Duration.ofMinutes(2)).toEpochMilli();
            simulation.advanceTo(endMillis + 1);
            flink.advanceTo(endMillis);
            ofFlink = flink.alerts();
        }

        assertThat(refused).isEmpty();
        assertThat(simulated).containsExactlyInAnyOrderElementsOf(ofFlink).hasSizeGreaterThan(200);
        assertThat(simulated).extracting(AlertTransition::ruleId).contains("steps", "bursts");
        assertThat(simulated).extracting(AlertTransition::ruleId).contains("host-down");
        assertThat(simulated).anyMatch(AlertTransition::flapping);
    }

    /** Functions change the values of the samples that they are given. */
    private static Sample sample(FleetRecord each, long arrivalMillis) throws Exception {
        return new SampleReader(DetectConfig.sampleClock())
                .read(each.value().toByteArray(), Arrival.at(arrivalMillis), new LeftOut());
    }

    private static DetectConfig config() {
        return DetectConfig.of(
                Stream.of("1m", "5m", "1h", "30s/10s").map(WindowSpec::parse).toList(),
                PublishedWindows.ALL,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        readRules(MORE_RULES, rules);
        try (Stream<Path> files = Files.list(Path.of("..", "rules"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                readRules(Files.readString(file), rules);
            }
        }
        return rules;
    }

    private static void readRules(String yaml, List<JsonNode> rules) throws IOException {
        new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(new YAMLFactory().createParser(yaml))
                .forEachRemaining(rules::add);
    }
}
