package io.hostpulse.stack.view;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.Elasticsearch;
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
import java.util.TreeMap;

/** Finds hosts and alerts in Elasticsearch, in the documents of docs/data-model.md. */
public final class FleetSearch {

    /** Index pattern of the sample documents. */
    public static final String SAMPLES = "metrics-hostpulse.samples.*";

    private static final String HOSTS = "hostpulse-hosts";
    private static final String ALERTS = "hostpulse-alerts-*";

    /** More hosts than fit on any screen. */
    private static final int MAX_HOSTS = 1000;

    private static final int MAX_ALERTS = 100;

    /** From the gravest down. */
    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    private static final Comparator<String> BY_SEVERITY =
            comparingInt((String severity) -> SEVERITIES.indexOf(severity))
                    .thenComparing(naturalOrder());

    private static final String OPEN_ALERTS =
            """
            {"bool": {"must_not": {"terms": {"hostpulse.alert.state": ["pending", "resolved"]}}}}
            """;

    private static final String REMOVED = "removed";
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
        return new FleetView(clock.instant(), hosts, count, findOpenAlerts());
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
        Map<String, HostRow> hosts = new LinkedHashMap<>();
        Map<String, String> states = new LinkedHashMap<>();
        String inventory =
                """
                {"size": %d, "query": %s,
                 "sort": [{"@timestamp": {"order": "desc", "unmapped_type": "date"}}],
                 "_source": ["@timestamp", "host.id", "host.name", "hostpulse.host.state"]}
                """
                        .formatted(MAX_HOSTS, presentOrRemovedAfter(newestMoment()));
        for (JsonNode hit : elasticsearch.search(HOSTS, inventory).at("/hits/hits")) {
            JsonNode host = hit.path("_source");
            String id = host.at("/host/id").asText();
            states.put(id, host.at("/hostpulse/host/state").asText());
            hosts.put(id, hostRow(host, states.get(id)));
        }
        for (JsonNode hit : newestSamples()) {
            JsonNode sample = hit.path("_source");
            String id = sample.at("/host/id").asText();
            hosts.put(id, hostRow(sample, states.getOrDefault(id, "")));
        }
        hosts.keySet().removeIf(id -> REMOVED.equals(states.get(id)));
        return hosts;
    }

    /** What has sent nothing since then is not measured any more. */
    private Instant newestMoment() {
        return clock.instant().minusSeconds(120);
    }

    /** Of a host that was removed just now there are samples still. */
    private static String presentOrRemovedAfter(Instant time) {
        return """
                {"bool": {"should": [%s, {"range": {"hostpulse.host.since": {"gte": "%s"}}}]}}
                """
                .formatted(PRESENT_HOSTS, time);
    }

    private JsonNode newestSamples() {
        String newestOfEachHost =
                """
                {"size": %d,
                 "query": {"bool": {"filter": [
                   {"term": {"hostpulse.dimension": "host"}},
                   {"range": {"@timestamp": {"gte": "%s"}}}]}},
                 "collapse": {"field": "host.id"},
                 "sort": [{"@timestamp": {"order": "desc", "unmapped_type": "date"}}],
                 "_source": ["@timestamp", "host.id", "host.name",
                   "system.cpu.total.norm.pct", "system.memory.actual.used.pct", "system.load.1",
                   "hostpulse.network", "hostpulse.disk"]}
                """
                        .formatted(MAX_HOSTS, newestMoment());
        return elasticsearch.search(SAMPLES, newestOfEachHost).at("/hits/hits");
    }

    private static HostRow hostRow(JsonNode document, String state) {
        return new HostRow(
                document.at("/host/name").asText(document.at("/host/id").asText()),
                state,
                number(document, "/system/cpu/total/norm/pct"),
                number(document, "/system/memory/actual/used/pct"),
                number(document, "/system/load/1"),
                number(document, "/hostpulse/network/in/bytes_per_sec"),
                number(document, "/hostpulse/network/out/bytes_per_sec"),
                number(document, "/hostpulse/disk/read/bytes_per_sec"),
                number(document, "/hostpulse/disk/write/bytes_per_sec"),
                Instant.parse(document.path("@timestamp").asText()));
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
