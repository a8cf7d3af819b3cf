package io.hostpulse.stack.view;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.host.HostClock;
import io.hostpulse.stack.view.FleetView.AlertRow;
import io.hostpulse.stack.view.FleetView.HostRow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** Finds hosts and alerts in Elasticsearch, in the documents of docs/data-model.md. */
public final class FleetSearch {

    /** Index pattern of the sample documents. */
    public static final String SAMPLES = "metrics-hostpulse.samples.*";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String HOSTS = "hostpulse-hosts";
    private static final String ALERTS = "hostpulse-alerts-*";
    private static final String DEAD_LETTERS = "hostpulse-dead-letters-*";

    /** More hosts than fit on any screen. */
    private static final int MAX_HOSTS = 1000;

    private static final int MAX_ALERTS = 1000;

    /** From the gravest down. */
    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    private static final Comparator<String> BY_SEVERITY =
            comparingInt((String severity) -> SEVERITIES.indexOf(severity))
                    .thenComparing(naturalOrder());

    private static final String OPEN_ALERTS =
            """
            {"bool": {"must_not": {"terms": {"hostpulse.alert.state": ["pending", "resolved"]}}}}
            """;

    private static final String PRESENT_HOSTS =
            """
            {"bool": {"must_not": {"term": {"hostpulse.host.state": "removed"}}}}
            """;

    private final Elasticsearch elasticsearch;
    private final Clock clock;

    public FleetSearch(Elasticsearch elasticsearch, Clock clock) {
        this.elasticsearch = elasticsearch;
        this.clock = clock;
    }

    public FleetView look() {
        List<HostRow> hosts = new ArrayList<>(findHosts().values());
        hosts.sort(
                comparingDouble((HostRow host) -> -host.cpuRatio().orElse(-1))
                        .thenComparing(HostRow::name));
        long count = Math.max(hosts.size(), elasticsearch.count(HOSTS, PRESENT_HOSTS));
        List<AlertRow> alerts = findOpenAlerts();
        long alertCount = Math.max(alerts.size(), elasticsearch.count(ALERTS, OPEN_ALERTS));
        return new FleetView(clock.instant(), hosts, count, alerts, alertCount);
    }

    public long countSamplesOfLastMinute() {
        return elasticsearch.count(
                SAMPLES,
                """
                {"bool": {"filter": [
                  {"term": {"hostpulse.dimension": "host"}},
                  {"range": {"@timestamp": {"gte": "%s"}}}]}}
                """
                        .formatted(clock.instant().minusSeconds(60)));
    }

    /** What was no sample, and what Elasticsearch did not take. */
    public long countDeadLettersOfLastMinute() {
        return elasticsearch.count(
                DEAD_LETTERS,
                """
                {"range": {"@timestamp": {"gte": "%s"}}}
                """
                        .formatted(clock.instant().minusSeconds(60)));
    }

    public Map<String, Long> countOpenAlertsBySeverity() {
        JsonNode answer =
                elasticsearch.search(
                        ALERTS,
                        """
                        {"size": 0, "query": %s,
                         "aggs": {"severities": {"terms": {"field": "hostpulse.alert.severity"}}}}
                        """
                                .formatted(OPEN_ALERTS));
        Map<String, Long> counts = new TreeMap<>(BY_SEVERITY);
        for (JsonNode bucket : answer.at("/aggregations/severities/buckets")) {
            counts.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
        }
        return counts;
    }

    private Map<String, HostRow> findHosts() {
        Map<String, JsonNode> samples = newestSamples();
        Map<String, JsonNode> documents = findPresentHosts();
        Map<String, HostRow> hosts = new LinkedHashMap<>();
        documents.forEach((id, host) -> hosts.put(id, hostRow(host, host)));
        samples.forEach(
                (id, sample) ->
                        hosts.put(
                                id,
                                hostRow(
                                        sample,
                                        documents.getOrDefault(id, MissingNode.getInstance()))));
        List<String> unknown =
                samples.keySet().stream().filter(id -> !documents.containsKey(id)).toList();
        findRemoved(unknown).forEach(hosts::remove);
        return hosts;
    }

    private Map<String, JsonNode> findPresentHosts() {
        String inventory =
                """
                {"size": %d, "query": %s,
                 "sort": [{"@timestamp": {"order": "desc", "unmapped_type": "date"}}],
                 "_source": ["@timestamp", "host.id", "host.name", "hostpulse.host.state",
                   "hostpulse.clock.skew.ms"]}
                """
                        .formatted(MAX_HOSTS, PRESENT_HOSTS);
        return byHost(elasticsearch.search(HOSTS, inventory));
    }

    /** Of hosts that were removed just now there are samples still. */
    private Set<String> findRemoved(List<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        String removed =
                """
                {"size": %d, "_source": ["host.id"], "query": {"bool": {"filter": [
                   {"terms": {"host.id": %s}}, {"term": {"hostpulse.host.state": "removed"}}]}}}
                """
                        .formatted(MAX_HOSTS, MAPPER.valueToTree(ids));
        return byHost(elasticsearch.search(HOSTS, removed)).keySet();
    }

    /**
     * Of hosts from which samples have come of late, wherever their clocks are. What has sent
     * nothing for longer is not measured any more.
     */
    private Map<String, JsonNode> newestSamples() {
        String newestOfEachHost =
                """
                {"size": %d,
                 "query": {"bool": {"filter": [
                   {"term": {"hostpulse.dimension": "host"}},
                   {"range": {"event.ingested": {"gte": "%s"}}}]}},
                 "collapse": {"field": "host.id"},
                 "sort": [{"@timestamp": {"order": "desc", "unmapped_type": "date"}}],
                 "_source": ["@timestamp", "host.id", "host.name",
                   "system.cpu.total.norm.pct", "system.memory.actual.used.pct", "system.load.1",
                   "hostpulse.network", "hostpulse.disk"]}
                """
                        .formatted(MAX_HOSTS, clock.instant().minusSeconds(120));
        return byHost(elasticsearch.search(SAMPLES, newestOfEachHost));
    }

    private static Map<String, JsonNode> byHost(JsonNode answer) {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        for (JsonNode hit : answer.at("/hits/hits")) {
            JsonNode document = hit.path("_source");
            documents.put(document.at("/host/id").asText(), document);
        }
        return documents;
    }

    /**
     * @param document its newest sample, or its document once more
     * @param host its document, missing while it is not known
     */
    private static HostRow hostRow(JsonNode document, JsonNode host) {
        HostClock hostClock = HostClock.of(host);
        return new HostRow(
                document.at("/host/name").asText(document.at("/host/id").asText()),
                host.at("/hostpulse/host/state").asText(),
                number(document, "/system/cpu/total/norm/pct"),
                number(document, "/system/memory/actual/used/pct"),
                number(document, "/system/load/1"),
                number(document, "/hostpulse/network/in/bytes_per_sec"),
                number(document, "/hostpulse/network/out/bytes_per_sec"),
                number(document, "/hostpulse/disk/read/bytes_per_sec"),
                number(document, "/hostpulse/disk/write/bytes_per_sec"),
                hostClock.correct(Instant.parse(document.path("@timestamp").asText())),
                hostClock);
    }

    private List<AlertRow> findOpenAlerts() {
        String newest =
                """
                {"size": %d, "query": %s, "sort": [{"hostpulse.alert.started":
                   {"order": "desc", "unmapped_type": "date"}}]}
                """
                        .formatted(MAX_ALERTS, OPEN_ALERTS);
        List<AlertRow> alerts = new ArrayList<>();
        for (JsonNode hit : elasticsearch.search(ALERTS, newest).at("/hits/hits")) {
            alerts.add(alertRow(hit.path("_source")));
        }
        alerts.sort(comparing(AlertRow::severity, BY_SEVERITY));
        return alerts;
    }

    private static AlertRow alertRow(JsonNode document) {
        JsonNode alert = document.at("/hostpulse/alert");
        return new AlertRow(
                alert.path("severity").asText(),
                document.at("/rule/name").asText(document.at("/rule/id").asText()),
                document.at("/host/name").asText(document.at("/host/id").asText()),
                alert.path("state").asText(),
                number(alert, "/value"),
                number(alert, "/threshold"),
                Instant.parse(alert.path("started").asText()));
    }

    private static OptionalDouble number(JsonNode document, String pointer) {
        JsonNode value = document.at(pointer);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }
}
