package io.hostpulse.stack.ruletest;

import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.KnownNames;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import io.hostpulse.wire.rule.TreeReader;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the tests of a file, and notes what is wrong with them. */
final class RuleTestReader {

    /** A full hour, at which windows begin; a Monday. */
    private static final Instant DEFAULT_START = Instant.parse("2026-01-05T00:00:00Z");

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final String DEFAULT_HOST = "host-1";
    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_VALUES = 10_000;
    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_LABELS = 50;

    private final Instant start;
    private final Duration interval;
    private final List<String> ruleIds;

    private RuleTestReader(Instant start, Duration interval, List<String> ruleIds) {
        this.start = start;
        this.interval = interval;
        this.ruleIds = ruleIds;
    }

    /**
     * @param root the file, which may say what its tests have in common
     */
    static RuleTestReader of(TreeReader root, List<FiledDefinition> definitions) {
        return new RuleTestReader(
                readStart(root, DEFAULT_START),
                readInterval(root, DEFAULT_INTERVAL),
                definitions.stream()
                        .filter(filed -> filed.definition() instanceof Rule)
                        .map(FiledDefinition::id)
                        .toList());
    }

    RuleTest read(TreeReader tree, int line) {
        tree.requireKnownKeys(
                Set.of("name", "rule", "start", "interval", "hosts", "series", "alerts", "until"));
        String name = tree.readRequiredText("name", LONGEST_TEXT).orElse("");
        Optional<String> ruleId = readRule(tree);
        Duration itsInterval = readInterval(tree, interval);
        List<Series> series = readSeries(tree);
        Map<String, TestedHost> hosts = readHosts(tree);
        series.forEach(each -> hosts.computeIfAbsent(each.hostId(), TestedHost::named));
        List<ExpectedAlert> alerts = readAlerts(tree, ruleId, List.copyOf(hosts.keySet()));
        Duration lastSample =
                itsInterval.multipliedBy(
                        series.stream().mapToInt(each -> each.values().size()).max().orElse(1) - 1);
        Duration end =
                tree.readDuration("until", Duration.ZERO, LONGEST)
                        .orElseGet(
                                () ->
                                        alerts.stream()
                                                .map(each -> each.change().at())
                                                .reduce(lastSample, RuleTestReader::later));
        return new RuleTest(
                name,
                line,
                ruleId,
                readStart(tree, start),
                itsInterval,
                end,
                List.copyOf(hosts.values()),
                series,
                alerts);
    }

    private Optional<String> readRule(TreeReader tree) {
        Optional<String> id = tree.readText("rule", LONGEST_TEXT);
        if (id.isPresent() && !ruleIds.contains(id.get())) {
            tree.refuse(
                    "rule", "'%s' is none of the file's rules, %s".formatted(id.get(), ruleIds));
        }
        return id;
    }

    private static List<Series> readSeries(TreeReader tree) {
        if (!tree.has("series")) {
            tree.refuse("series", "is missing");
        }
        List<Series> series = new ArrayList<>();
        for (TreeReader each : tree.readObjects("series", MOST_ENTRIES)) {
            each.requireKnownKeys(Set.of("metric", "device", "host", "values"));
            Optional<Metric> metric = readMetric(each);
            Optional<SeriesValues> values = readValues(each, "values", true);
            String device = each.readText("device", LONGEST_TEXT).orElse("");
            if (metric.isPresent() && values.isPresent()) {
                checkDevice(each, metric.get(), device);
                checkValues(each, metric.get(), values.get());
                series.add(
                        new Series(
                                each.readText("host", LONGEST_TEXT).orElse(DEFAULT_HOST),
                                metric.get(),
                                device,
                                values.get()));
            }
        }
        return series;
    }

    private static Optional<Metric> readMetric(TreeReader tree) {
        Optional<Metric> metric = KnownNames.readMetric(tree);
        if (metric.filter(Metric::measuredByJob).isPresent()) {
            tree.refuse(
                    "metric",
                    "the job measures this itself, by when and in what order samples come; 'clock' of a host sets its clock");
        }
        return metric;
    }

    private static void checkDevice(TreeReader tree, Metric metric, String device) {
        boolean isOfHost = metric.dimension() == Dimension.HOST;
        if (isOfHost && !device.isEmpty()) {
            tree.refuse("device", metric.name() + " is of the host as a whole; leave it out");
        } else if (!isOfHost && device.isEmpty()) {
            tree.refuse(
                    "device",
                    "is missing: %s is of each %s"
                            .formatted(
                                    metric.name(),
                                    metric.dimension().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void checkValues(TreeReader tree, Metric metric, SeriesValues values) {
        Arrays.stream(values.given())
                .filter(value -> !metric.accepts(value) || (metric.integral() && value % 1 != 0))
                .findFirst()
                .ifPresent(
                        value ->
                                tree.refuse(
                                        "values",
                                        "%s is nothing that %s can be: %sfrom %s to %s"
                                                .formatted(
                                                        value,
                                                        metric.name(),
                                                        metric.integral() ? "a whole number " : "",
                                                        metric.lowest(),
                                                        metric.highest())));
    }

    private static Optional<SeriesValues> readValues(
            TreeReader tree, String key, boolean isRequired) {
        Optional<String> text =
                isRequired
                        ? tree.readRequiredText(key, LONGEST_VALUES)
                        : tree.readText(key, LONGEST_VALUES);
        try {
            return text.map(SeriesValues::parse);
        } catch (IllegalArgumentException e) {
            tree.refuse(key, e.getMessage());
            return Optional.empty();
        }
    }

    /** By their ids. */
    private static Map<String, TestedHost> readHosts(TreeReader tree) {
        Map<String, TestedHost> hosts = new LinkedHashMap<>();
        for (TreeReader each : tree.readObjects("hosts", MOST_ENTRIES)) {
            each.requireKnownKeys(Set.of("id", "name", "labels", "clock"));
            String id = each.readRequiredText("id", LONGEST_TEXT).orElse(DEFAULT_HOST);
            hosts.put(
                    id,
                    new TestedHost(
                            id,
                            each.readText("name", LONGEST_TEXT).orElse(id),
                            each.readTextByKey("labels", MOST_LABELS, LONGEST_TEXT),
                            readValues(each, "clock", false).orElse(SeriesValues.parse("0"))));
        }
        return hosts;
    }

    private List<ExpectedAlert> readAlerts(
            TreeReader tree, Optional<String> ruleOfTest, List<String> hostIds) {
        List<ExpectedAlert> alerts = new ArrayList<>();
        if (!tree.has("alerts")) {
            return alerts;
        }
        for (TreeReader each : tree.readObjects("alerts", MOST_ENTRIES)) {
            each.requireKnownKeys(
                    Set.of(
                            "at",
                            "rule",
                            "host",
                            "device",
                            "state",
                            "severity",
                            "value",
                            "message",
                            "reason",
                            "flapping"));
            List<String> ofTest = ruleOfTest.map(List::of).orElse(ruleIds);
            alerts.add(
                    new ExpectedAlert(
                            new AlertChange(
                                    readAt(each),
                                    readOneOf(each, "rule", ofTest),
                                    readOneOf(each, "host", hostIds),
                                    each.readText("device", LONGEST_TEXT).orElse(""),
                                    each.readBoolean("flapping").orElse(false),
                                    readState(each)),
                            KnownNames.readSeverity(each).map(Severity::label),
                            each.readNumber("value"),
                            each.readText("message", LONGEST_TEXT),
                            each.readText("reason", LONGEST_TEXT)));
        }
        return alerts;
    }

    private static Duration readAt(TreeReader tree) {
        if (!tree.has("at")) {
            tree.refuse("at", "is missing: a time since the start, such as 2m10s");
        }
        return tree.readDuration("at", Duration.ZERO, LONGEST).orElse(Duration.ZERO);
    }

    /** Where only one can be meant, it need not be named. */
    private static String readOneOf(TreeReader tree, String key, List<String> known) {
        Optional<String> named = tree.readText(key, LONGEST_TEXT);
        if (named.isEmpty() && known.size() == 1) {
            return known.get(0);
        }
        if (named.filter(known::contains).isEmpty()) {
            tree.refuse(
                    key,
                    named.map(name -> "'" + name + "' is none of the test's, " + known)
                            .orElse("is missing; there are " + known));
        }
        return named.orElse("");
    }

    private static AlertState readState(TreeReader tree) {
        Optional<String> label = tree.readRequiredText("state", LONGEST_TEXT);
        Optional<AlertState> state = label.flatMap(AlertState::ofLabel);
        if (label.isPresent() && state.isEmpty()) {
            tree.refuse(
                    "state",
                    "'%s' is no state; there are %s"
                            .formatted(
                                    label.get(),
                                    Stream.of(AlertState.values())
                                            .map(AlertState::label)
                                            .toList()));
        }
        return state.orElse(AlertState.FIRING);
    }

    private static Duration readInterval(TreeReader tree, Duration otherwise) {
        return tree.readDuration("interval", Duration.ofMillis(1), Duration.ofDays(1))
                .orElse(otherwise);
    }

    private static Instant readStart(TreeReader tree, Instant otherwise) {
        Optional<String> text = tree.readWord("start");
        try {
            return text.map(Instant::parse).orElse(otherwise);
        } catch (DateTimeParseException e) {
            tree.refuse("start", "'%s' is no time such as %s".formatted(text.get(), DEFAULT_START));
            return otherwise;
        }
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
