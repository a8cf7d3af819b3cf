package io.hostpulse.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.replay.Replay.Results;
import io.hostpulse.job.window.ValueBins;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.reference.AlertState;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.simulator.reference.ReferenceAlerts;
import io.hostpulse.simulator.reference.ReferenceTransition;
import io.hostpulse.simulator.reference.ReferenceWindow;
import io.hostpulse.simulator.reference.ReferenceWindows;
import io.hostpulse.simulator.reference.WindowSpec;
import io.hostpulse.simulator.scenario.ClockSteps;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.RuleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet to which everything happens that the simulator knows, through the detect pipeline with
 * all stock rules and some about cores: windows and alerts are exactly those of the reference,
 * whatever fails and however the work is divided. Windows that the last samples leave open, and
 * silence, are left out: they depend on the clock on the wall.
 */
class SimulatedDayIT {

    private static final long SEED = 42;

    /**
     * Every how manieth host has its windows compared, so that the test takes minutes, beside those
     * whose clocks are set.
     */
    private static final int WINDOWS_OF_EVERY = 5;

    /** And of every how manieth the percentiles of long windows. */
    private static final int PERCENTILES_OF_EVERY = 2 * WINDOWS_OF_EVERY;

    /** And of single precision, in which bins keep what they hold. */
    private static final double SKETCH_ERROR = ValueBins.RELATIVE_ERROR + 1e-6;

    /** No stock rule is about them. */
    private static final String ABOUT_CORES =
            """
            id: core-busy
            name: Core busy
            severity: warning
            when: {metric: system.core.total.pct, above: 0.95, clear: 0.9}
            for: 30s
            keep_firing_for: 1m
            active: {from: "01:00", to: "13:00"}
            ---
            id: core-saturates
            name: Core saturates
            severity: warning
            when:
              sequence:
                - {step: busy, metric: system.core.total.pct, above: 0.9}
                - {step: saturated, metric: system.core.idle.pct, below: 0.02, within: 10m}
            active: {from: "00:55", to: "13:00"}
            ---
            id: core-bursts
            name: Core bursts
            severity: warning
            when:
              metric: system.core.total.pct
              above: 0.97
              repeats: {times: 3, within: 5m, at_most: 30s}
            ---
            id: core-unusual
            name: Core unusual
            severity: info
            when: {metric: system.core.total.pct, deviates: 4 sigma, clear: 2 sigma, warm_up: 30m}
            """;

    private static final Map<String, Map<String, Double>> PERCENTILES = new ConcurrentHashMap<>();

    /** Ids of hosts whose clocks are set. */
    private static final Set<String> OF_CLOCK_STEPS = ConcurrentHashMap.newKeySet();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Recent, since samples must not be older than they may be. */
    private final Instant start =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));

    @TempDir private Path directory;

    @Test
    void aDayDuringWhichTheTaskManagerDies() throws Exception {
        Fleet fleet = Fleet.simulatedDay(SEED, start);
        RecordedFleet recorded = new RecordedFleet(fleet, 2, directory);
        List<Long> killAt =
                new Random(SEED)
                        .longs(3, recorded.size() / 10, recorded.size())
                        .sorted()
                        .boxed()
                        .toList();

        assertEqualsReference(fleet, recorded, 2, killAt);
    }

    @Test
    void hoursOnOneTask() throws Exception {
        Fleet fleet = hours();
        assertEqualsReference(fleet, new RecordedFleet(fleet, 1, directory), 1, List.of());
    }

    @Test
    void hoursOnFourTasks() throws Exception {
        Fleet fleet = hours();
        assertEqualsReference(fleet, new RecordedFleet(fleet, 4, directory), 4, List.of());
    }

    private Fleet hours() {
        FleetPlan plan =
                new FleetPlan(SEED, 50, start, Duration.ofHours(3), Duration.ofSeconds(10));
        return new Fleet(plan, ScenarioMix.of(EnumSet.allOf(ScenarioName.class), plan));
    }

    private void assertEqualsReference(
            Fleet fleet, RecordedFleet recorded, int parallelism, List<Long> killAt)
            throws Exception {
        List<JsonNode> rules = rules();
        for (Scenario scenario : fleet.scenarios()) {
            if (scenario instanceof ClockSteps steps) {
                steps.hosts().forEach(host -> OF_CLOCK_STEPS.add(HostProfile.of(SEED, host).id()));
            }
        }
        ReplaySink<Long> windows = new ReplaySink<>(SimulatedDayIT::keepFingerprint);
        PERCENTILES.clear();
        ReplaySink<String> alerts = new ReplaySink<>(SimulatedDayIT::keepTransition);

        new Replay(parallelism, directory.resolve("checkpoints"))
                .run(recorded, records(rules), new Results(windows, alerts), killAt);

        Map<String, String> expectedAlerts = new ConcurrentHashMap<>();
        List<Definition> definitions = new ArrayList<>();
        for (JsonNode rule : rules) {
            definitions.add(RuleReader.read(rule));
        }
        HostHistory.ofEachHostOf(fleet)
                .parallel()
                .forEach(
                        history -> {
                            for (ReferenceTransition transition :
                                    ReferenceAlerts.of(history, definitions, WindowSpec.DEFAULT)) {
                                expectedAlerts.put(
                                        transition.alertId() + "#" + transition.transition(),
                                        describe(transition));
                            }
                            if (isChosen(history.host().getId())) {
                                assertWindows(history, windows.kept());
                            }
                        });
        System.out.printf(
                "%d records at parallelism %d: %d transitions, %d windows compared%n",
                recorded.size(), parallelism, expectedAlerts.size(), windows.kept().size());
        assertThat(expectedAlerts).hasSizeGreaterThan(100);
        assertThat(PERCENTILES).hasSizeGreaterThan(100);
        assertThat(expectedAlerts.values())
                .anyMatch(each -> each.contains(" muted until 2"))
                .anyMatch(each -> each.contains(" muted until -"));
        assertThat(differences(expectedAlerts, alerts.kept())).isEmpty();
    }

    private static void assertWindows(HostHistory history, Map<String, Long> found) {
        long closedMillis = ReferenceWindows.newestMillis(history);
        Map<String, Long> expected = new TreeMap<>();
        for (WindowSpec spec : WindowSpec.DEFAULT) {
            for (ReferenceWindow reference : ReferenceWindows.of(history, spec)) {
                if (reference.endMillis() <= closedMillis) {
                    WindowFingerprint window = WindowFingerprint.ofReference(reference);
                    expected.put(window.window(), window.exact());
                    if (window.isSketched() && isMeasured(window.host())) {
                        assertPercentiles(window);
                    }
                }
            }
        }
        Map<String, Long> ofHost = new TreeMap<>();
        expected.keySet()
                .forEach(
                        window -> {
                            if (found.containsKey(window)) {
                                ofHost.put(window, found.get(window));
                            }
                        });
        assertThat(expected).as("windows of %s", history.host().getId()).isNotEmpty();
        assertThat(differences(expected, ofHost)).isEmpty();
    }

    private static List<String> differences(Map<String, ?> expected, Map<String, ?> found) {
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(found.keySet());
        return all.stream()
                .filter(id -> !Objects.equals(expected.get(id), found.get(id)))
                .map(
                        id ->
                                "%s%n  expected %s%n  found    %s%n"
                                        .formatted(id, expected.get(id), found.get(id)))
                .toList();
    }

    private static boolean isChosen(String hostId) {
        return OF_CLOCK_STEPS.contains(hostId)
                || Math.floorMod(hostId.hashCode(), WINDOWS_OF_EVERY) == 0;
    }

    private static void keepFingerprint(KafkaDocument document, Map<String, Long> kept)
            throws IOException {
        if (isChosen(document.key())) {
            WindowFingerprint window = WindowFingerprint.ofDocument(document.json());
            kept.put(window.window(), window.exact());
            if (window.isSketched() && isMeasured(document.key())) {
                PERCENTILES.put(window.window(), window.percentiles());
            }
        }
    }

    private static void assertPercentiles(WindowFingerprint expected) {
        Map<String, Double> found = PERCENTILES.get(expected.window());
        assertThat(found).as(expected.window()).hasSameSizeAs(expected.percentiles());
        expected.percentiles()
                .forEach(
                        (field, exact) -> {
                            Metric metric = WindowFingerprint.metricOf(field);
                            double error = SKETCH_ERROR * Math.abs(exact);
                            assertThat(found.get(field))
                                    .as("%s %s", expected.window(), field)
                                    .isBetween(
                                            metric.rounded(exact - error),
                                            metric.rounded(exact + error));
                        });
    }

    private static boolean isMeasured(String hostId) {
        return Math.floorMod(hostId.hashCode(), PERCENTILES_OF_EVERY) == 0;
    }

    private static void keepTransition(KafkaDocument document, Map<String, String> kept)
            throws IOException {
        JsonNode json = JSON.readTree(document.json());
        JsonNode alert = json.at("/hostpulse/alert");
        String described =
                String.join(
                        " ",
                        alert.path("state").asText(),
                        alert.path("severity").asText(),
                        "at",
                        json.path("@timestamp").asText(),
                        "began",
                        alert.path("started").asText(),
                        "fired",
                        alert.path("fired").asText("-"),
                        "value",
                        isEndOfFlapping(alert) ? "" : number(alert.path("value")),
                        "threshold",
                        alert.path("flapping").asBoolean() ? "" : number(alert.path("threshold")),
                        "in hysteresis",
                        alert.path("in_hysteresis").asText(),
                        "peak",
                        number(alert.path("peak")),
                        "muted until",
                        alert.path("muted_until").asText("-"),
                        "flapping",
                        alert.path("flapping").asText());
        kept.put(alert.path("id").asText() + "#" + alert.path("transition").asInt(), described);
    }

    private static String describe(ReferenceTransition transition) {
        return String.join(
                " ",
                transition.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                transition.severity().label(),
                "at",
                Instant.ofEpochMilli(transition.timeMillis()).toString(),
                "began",
                Instant.ofEpochMilli(transition.startedMillis()).toString(),
                "fired",
                transition.firedMillis() == 0
                        ? "-"
                        : Instant.ofEpochMilli(transition.firedMillis()).toString(),
                "value",
                transition.flapping() && transition.state() == AlertState.RESOLVED
                        ? ""
                        : String.valueOf(transition.value()),
                "threshold",
                transition.flapping() ? "" : String.valueOf(transition.threshold()),
                "in hysteresis",
                String.valueOf(transition.inHysteresis()),
                "peak",
                String.valueOf(transition.peak()),
                "muted until",
                transition.mutedUntilMillis() == 0
                        ? "-"
                        : Instant.ofEpochMilli(transition.mutedUntilMillis()).toString(),
                "flapping",
                String.valueOf(transition.flapping()));
    }

    /** The reference does not follow the value of an alert that has come to rest. */
    private static boolean isEndOfFlapping(JsonNode alert) {
        return alert.path("flapping").asBoolean()
                && alert.path("state").asText().equals("resolved");
    }

    private static String number(JsonNode value) {
        return value.isMissingNode() ? "NaN" : String.valueOf(value.asDouble());
    }

    /** The stock rules but those about silence, which depends on when samples arrive. */
    private List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(ABOUT_CORES)
                .forEachRemaining(rules::add);
        for (int hours : new int[] {1, 8, 11}) {
            rules.add(maintenance(start.plus(Duration.ofHours(hours))));
        }
        try (Stream<Path> files = Files.list(Path.of("..", "rules"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
                try (MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(Files.newBufferedReader(file))) {
                    documents.forEachRemaining(
                            rule -> {
                                if (!rule.path("when").has("silent")) {
                                    rules.add(rule);
                                }
                            });
                }
            }
        }
        return rules;
    }

    /** Of half of the hosts, for half an hour. */
    private static JsonNode maintenance(Instant from) {
        ObjectNode maintenance = JSON.createObjectNode();
        maintenance
                .put("maintenance", "at-" + from.getEpochSecond())
                .put("comment", "Disks are changed")
                .put("from", from.toString())
                .put("to", from.plus(Duration.ofMinutes(30)).toString())
                .putObject("hosts")
                .putArray("names")
                .add("web-*")
                .add("cache-*")
                .add("*1.sim");
        return maintenance;
    }

    private static List<RawRecord> records(List<JsonNode> rules) {
        return rules.stream()
                .map(
                        rule ->
                                new RawRecord(
                                        Topics.RULES,
                                        0,
                                        0,
                                        0,
                                        null,
                                        rule.path("id")
                                                .asText(rule.path("maintenance").asText())
                                                .getBytes(UTF_8),
                                        rule.toString().getBytes(UTF_8)))
                .toList();
    }
}
