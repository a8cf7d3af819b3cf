package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.view.FleetSearch;
import io.hostpulse.stack.view.FleetView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `top` finds, in a real server. */
class FleetSearchIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int OPEN_ALERTS = 1005;

    @TempDir private static Path data;
    private static LocalStack stack;
    private static FleetView fleet;

    @BeforeAll
    static void fill() {
        stack = new LocalStack(StackConfig.onFreePorts(data));
        stack.startElasticsearch();
        stack.installTemplates();
        StringBuilder bulk = new StringBuilder();
        addHost(bulk, "right", "up", Duration.ZERO, NOW.minusSeconds(3));
        addHost(bulk, "behind", "up", DAY.negated(), NOW.minusSeconds(3));
        addHost(bulk, "silent", "down", Duration.ZERO, NOW.minusSeconds(600));
        addHost(bulk, "removed", "removed", Duration.ZERO, NOW.minusSeconds(3));
        addHost(bulk, "ahead", "removed", Duration.ZERO, NOW.plusSeconds(290));
        for (int alert = 0; alert < OPEN_ALERTS; alert++) {
            add(
                    bulk,
                    "hostpulse-alerts-2026.03",
                    """
                    {"@timestamp": "%1$s", "host": {"id": "right"}, "rule": {"id": "cpu"},
                     "hostpulse": {"alert": {"id": "%2$d", "state": "firing", "severity": "info",
                       "started": "%1$s"}}}
                    """
                            .formatted(NOW, alert));
        }
        Elasticsearch search = stack.elasticsearch();
        assertThat(search.send("POST", "/_bulk", bulk.toString()).path("errors").asBoolean())
                .isFalse();
        search.refresh("*");
        fleet = new FleetSearch(search, Clock.fixed(NOW, ZoneOffset.UTC)).look();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void hostsAreFoundWhereverTheirClocksAre() {
        assertThat(fleet.hosts())
                .extracting(
                        FleetView.HostRow::name,
                        FleetView.HostRow::lastSeen,
                        host -> host.clock().skew(),
                        host -> host.cpuRatio().isPresent())
                .containsExactlyInAnyOrder(
                        tuple("right", NOW.minusSeconds(3), Duration.ZERO, true),
                        tuple("behind", NOW.minusSeconds(3), DAY.negated(), true),
                        tuple("silent", NOW.minusSeconds(600), Duration.ZERO, false));
    }

    @Test
    void alertsThatAreNotListedAreCounted() {
        assertThat(fleet.alerts()).hasSize(1000);
        assertThat(fleet.alertCount()).isEqualTo(OPEN_ALERTS);
    }

    @Test
    void theFirstSampleIsThatOfThisHost() {
        Instant since = NOW.minusSeconds(60);

        assertThat(SampleSearch.findHostSampledSince(stack.elasticsearch(), "right", since))
                .contains("right");
        assertThat(SampleSearch.findHostSampledSince(stack.elasticsearch(), "silent", since))
                .isEmpty();
        assertThat(SampleSearch.findHostSampledSince(stack.elasticsearch(), "a\"b", since))
                .isEmpty();
    }

    @Test
    void whatTheServerRefusesIsTheReasonAndNotItsJson() {
        assertThatThrownBy(() -> stack.elasticsearch().search("*", "{\"query\": {\"guess\": {}}}"))
                .hasMessage(
                        "POST %s/*/_search answers 400: unknown query [guess]"
                                .formatted(stack.addresses().elasticsearch()));
    }

    /**
     * @param seen when its newest sample arrived
     */
    private static void addHost(
            StringBuilder bulk, String id, String state, Duration skew, Instant seen) {
        Instant taken = seen.plus(skew);
        add(
                bulk,
                "hostpulse-hosts",
                """
                {"@timestamp": "%1$s", "host": {"id": "%2$s", "name": "%2$s"},
                 "hostpulse": {"host": {"state": "%3$s", "since": "2026-03-01T00:00:00Z"},
                   "clock": {"skew": {"ms": %4$d}}}}
                """
                        .formatted(taken, id, state, skew.toMillis()));
        add(
                bulk,
                "metrics-hostpulse.samples.host-default",
                """
                {"@timestamp": "%1$s", "event": {"ingested": "%2$s"},
                 "host": {"id": "%3$s", "name": "%3$s"}, "hostpulse": {"dimension": "host"},
                 "system": {"cpu": {"total": {"norm": {"pct": 0.5}}}}}
                """
                        .formatted(taken, seen.isAfter(NOW) ? NOW : seen, id));
    }

    private static void add(StringBuilder bulk, String index, String document) {
        bulk.append("{\"create\": {\"_index\": \"%s\"}}\n".formatted(index))
                .append(document.replace("\n", ""))
                .append('\n');
    }
}
