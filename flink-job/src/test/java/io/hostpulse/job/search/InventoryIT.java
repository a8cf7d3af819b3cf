package io.hostpulse.job.search;

import static io.hostpulse.job.search.Buckets.PRECISION;
import static io.hostpulse.job.search.Buckets.keys;
import static io.hostpulse.job.search.Buckets.value;
import static io.hostpulse.job.search.MeasuredHost.DATABASE;
import static io.hostpulse.job.search.MeasuredHost.INTERVAL_MILLIS;
import static io.hostpulse.job.search.MeasuredHost.LAST;
import static io.hostpulse.job.search.MeasuredHost.MEMORY_BYTES;
import static io.hostpulse.job.search.MeasuredHost.MINUTES;
import static io.hostpulse.job.search.MeasuredHost.SAMPLES;
import static io.hostpulse.job.search.MeasuredHost.START;
import static io.hostpulse.job.search.MeasuredHost.STEP;
import static io.hostpulse.job.search.MeasuredHost.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The searches with which Kibana's Infrastructure app makes its pages of all hosts, against samples
 * of two hosts with known numbers. 7.17 is that of Kibana 7.17's inventory, hosts that of Kibana
 * 8's Hosts page, overview that of Observability's.
 *
 * <p>The servers of these tests have neither scripts nor the pipeline aggregations of Kibana's last
 * steps, nor {@code top_metrics}: bucket scripts and derivatives are calculated here from what is
 * below them, as Kibana has them calculated, and {@code top_hits} stands for {@code top_metrics}.
 */
@ParameterizedClass
@EnumSource(ElasticsearchRelease.class)
class InventoryIT {

    /** Where Kibana looks for metrics. */
    private static final String PATTERN = "metrics-*,metricbeat-*";

    private static final List<MeasuredHost> HOSTS = List.of(DATABASE, WEB);

    @Parameter private ElasticsearchRelease release;

    @BeforeParameterizedClassInvocation
    static void indexSamples(ElasticsearchRelease release) {
        SearchServer server = release.emptyServer();
        HOSTS.forEach(host -> assertThat(server.index(host.documents())).isEmpty());
    }

    @Test
    void cpuMemoryAndLoadOfTheInventory() {
        for (MeasuredHost host : HOSTS) {
            List<JsonNode> minutes =
                    inventory(
                            host,
                            """
                            "cpu_user": {"avg": {"field": "system.cpu.user.pct"}},
                            "cpu_system": {"avg": {"field": "system.cpu.system.pct"}},
                            "cpu_cores": {"max": {"field": "system.cpu.cores"}},
                            "memory": {"avg": {"field": "system.memory.actual.used.pct"}},
                            "load": {"avg": {"field": "system.load.5"}}
                            """);

            for (int minute = 0; minute < MINUTES; minute++) {
                JsonNode bucket = minutes.get(minute);
                double cpu =
                        (value(bucket, "cpu_user") + value(bucket, "cpu_system"))
                                / value(bucket, "cpu_cores");
                assertThat(cpu)
                        .isCloseTo(
                                (host.userPctOf(minute) + host.systemPct()) / host.cores(),
                                PRECISION);
                assertThat(value(bucket, "memory"))
                        .isCloseTo(host.memoryUsedPctOf(minute), PRECISION);
                assertThat(value(bucket, "load")).isCloseTo(host.load5Of(minute), PRECISION);
            }
        }
    }

    @Test
    void trafficOfTheInventoryFromCountersOfInterfaces() {
        for (MeasuredHost host : HOSTS) {
            List<JsonNode> minutes =
                    inventory(host, trafficOf("rx", "in") + "," + trafficOf("tx", "out"));

            for (int minute = 1; minute < MINUTES; minute++) {
                boolean reboots = minute == host.rebootMinute();
                assertThat(bytesPerSecond(minutes, minute, "rx"))
                        .isEqualTo(reboots ? 0 : host.inBytesPerSecond());
                assertThat(bytesPerSecond(minutes, minute, "tx"))
                        .isEqualTo(reboots ? 0 : host.outBytesPerSecond());
            }
        }
    }

    @Test
    void trafficOfTheInventoryFromTheHostsOwnAmounts() {
        for (MeasuredHost host : HOSTS) {
            for (JsonNode minute :
                    inventory(
                            host,
                            """
                            "rx": {"avg": {"field": "host.network.ingress.bytes"}},
                            "tx": {"avg": {"field": "host.network.egress.bytes"}},
                            "period": {"max": {"field": "metricset.period"}}
                            """)) {
                double seconds = value(minute, "period") / 1_000;
                assertThat(value(minute, "rx") / seconds).isEqualTo(host.inBytesPerSecond());
                assertThat(value(minute, "tx") / seconds).isEqualTo(host.outBytesPerSecond());
            }
        }
    }

    @Test
    void everyHostHasItsNameAndAddresses() {
        for (MeasuredHost host : HOSTS) {
            JsonNode newest =
                    inventory(
                                    host,
                                    """
                                    "meta": {"top_hits": {"size": 1, "_source": false,
                                      "docvalue_fields": ["host.name", "host.ip"],
                                      "sort": [{"@timestamp": "desc"}]}}
                                    """)
                            .get(MINUTES - 1)
                            .at("/meta/hits/hits/0/fields");

            assertThat(newest.at("/host.name/0").asText()).isEqualTo(host.name());
            assertThat(newest.path("host.ip"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder(host.ip(), "fe80::1");
        }
    }

    @Test
    void bucketsAreAsWideAsThePeriodOfEachDatasetDemands() {
        JsonNode datasets =
                search(
                                """
                                {"size": 0, "aggs": {"modules": {
                                  "terms": {"field": "event.dataset", "size": 100},
                                  "aggs": {"period": {"max": {"field": "metricset.period"}}}}}}
                                """)
                        .at("/aggregations/modules/buckets");

        assertThat(datasets)
                .extracting(dataset -> dataset.path("key").asText())
                .contains("system.cpu", "system.memory", "system.load", "system.network");
        assertThat(datasets)
                .allSatisfy(
                        dataset -> assertThat(value(dataset, "period")).isEqualTo(INTERVAL_MILLIS));
    }

    @Test
    void theHostsPage() {
        for (MeasuredHost host : HOSTS) {
            JsonNode bucket =
                    ofHost(
                            host,
                            """
                            "cpuV2": {"avg": {"field": "system.cpu.total.norm.pct"}},
                            "load_1m": {"avg": {"field": "system.load.1"}},
                            "max_cores": {"max": {"field": "system.load.cores"}},
                            "memory": {"avg": {"field": "system.memory.actual.used.pct"}},
                            "memory_total": {"max": {"field": "system.memory.total"}},
                            "memory_used": {"avg": {"field": "system.memory.actual.used.bytes"}},
                            "diskSpaceUsage": {"max": {"field": "system.filesystem.used.pct"}},
                            "rx_sum": {"sum": {"field": "host.network.ingress.bytes"}},
                            "min_timestamp": {"min": {"field": "@timestamp"}},
                            "max_timestamp": {"max": {"field": "@timestamp"}}
                            """);

            assertThat(value(bucket, "cpuV2"))
                    .isCloseTo(
                            MeasuredHost.meanOverMinutes(
                                    host.totalNormPctOf(0), STEP / host.cores()),
                            PRECISION);
            assertThat(value(bucket, "load_1m") / value(bucket, "max_cores"))
                    .isCloseTo(host.load() / host.cores(), PRECISION);
            double memoryUsed = MeasuredHost.meanOverMinutes(host.memoryUsedPct(), STEP);
            assertThat(value(bucket, "memory")).isCloseTo(memoryUsed, PRECISION);
            assertThat(value(bucket, "memory_total") - value(bucket, "memory_used"))
                    .isCloseTo(MEMORY_BYTES * (1 - memoryUsed), within(1.0));
            assertThat(value(bucket, "diskSpaceUsage"))
                    .isCloseTo(
                            host.usedPct().values().stream().max(Double::compare).orElseThrow(),
                            PRECISION);
            // one interval less than there are samples: what Kibana shows is a little too much
            double seconds =
                    (value(bucket, "max_timestamp") - value(bucket, "min_timestamp")) / 1e3;
            assertThat(value(bucket, "rx_sum") / seconds * (SAMPLES - 1) / SAMPLES)
                    .isCloseTo(host.inBytesPerSecond(), PRECISION);
        }
    }

    @Test
    void theOverviewPage() {
        for (MeasuredHost host : HOSTS) {
            JsonNode bucket =
                    ofHost(
                            host,
                            """
                            "platform": {"terms": {"field": "host.os.platform"}},
                            "cloud": {"terms": {"field": "cloud.provider"}},
                            "uptime": {"max": {"field": "system.uptime.duration.ms"}},
                            "cpu": {"avg": {"field": "system.cpu.total.norm.pct"}},
                            "cpu_of_host": {"avg": {"field": "host.cpu.pct"}},
                            "iowait": {"avg": {"field": "system.core.iowait.pct"}},
                            "load": {"avg": {"field": "system.load.15"}},
                            "rx": {"sum": {"field": "host.network.in.bytes"}},
                            "tx": {"sum": {"field": "host.network.out.bytes"}}
                            """);

            assertThat(keys(bucket, "platform")).containsExactly("debian");
            assertThat(keys(bucket, "cloud"))
                    .isEqualTo(
                            host.cloudProvider().isEmpty()
                                    ? List.of()
                                    : List.of(host.cloudProvider()));
            assertThat(value(bucket, "uptime")).isEqualTo(86_400_000.0 + LAST - START);
            assertThat(value(bucket, "cpu")).isEqualTo(value(bucket, "cpu_of_host"));
            assertThat(value(bucket, "iowait"))
                    .isCloseTo((host.cores() - 1) / 2.0 / 100, PRECISION);
            assertThat(value(bucket, "load")).isCloseTo(2 * host.load(), PRECISION);
            assertThat(value(bucket, "rx")).isEqualTo(360.0 * host.inBytesPerSecond());
            assertThat(value(bucket, "tx")).isEqualTo(360.0 * host.outBytesPerSecond());
        }
    }

    /** The histogram of one host, a bucket a minute. */
    private List<JsonNode> inventory(MeasuredHost host, String aggregations) {
        JsonNode groups =
                search(
                                """
                                {"size": 0,
                                 "query": {"bool": {"filter": [
                                   {"range": {"@timestamp": {"gte": %d, "lte": %d, "format": "epoch_millis"}}},
                                   {"exists": {"field": "host.name"}}]}},
                                 "aggs": {"groupings": {
                                   "composite": {"size": 2000, "sources": [
                                     {"groupBy0": {"terms": {"field": "host.name"}}}]},
                                   "aggs": {
                                     "histogram": {
                                       "date_histogram": {"field": "@timestamp", "fixed_interval": "60s",
                                         "extended_bounds": {"min": %d, "max": %d}},
                                       "aggs": {%s}},
                                     "metricsets": {"terms": {"field": "metricset.name"}}}}}}
                                """
                                        .formatted(START, LAST, START, LAST, aggregations))
                        .at("/aggregations/groupings/buckets");
        assertThat(groups).hasSize(HOSTS.size());
        for (JsonNode group : groups) {
            assertThat(keys(group, "metricsets")).doesNotContain("app");
            if (group.at("/key/groupBy0").asText().equals(host.name())) {
                List<JsonNode> minutes =
                        List.copyOf(group.at("/histogram/buckets").valueStream().toList());
                assertThat(minutes).hasSize(MINUTES);
                return minutes;
            }
        }
        throw new AssertionError(host.name() + " is not in " + groups);
    }

    private JsonNode ofHost(MeasuredHost host, String aggregations) {
        return search(
                        """
                        {"size": 0,
                         "query": {"bool": {
                           "filter": [
                             {"range": {"@timestamp": {"gte": %d, "lte": %d, "format": "epoch_millis"}}},
                             {"term": {"event.module": "system"}},
                             {"exists": {"field": "host.name"}}],
                           "must_not": [{"term": {"metricset.name": {"value": "app"}}}]}},
                         "aggs": {"nodes": {"terms": {"field": "host.name", "size": 100, "order": {"_key": "asc"}},
                           "aggs": {%s}}}}
                        """
                                .formatted(START, LAST, aggregations))
                .at("/aggregations/nodes/buckets")
                .get(HOSTS.indexOf(host));
    }

    private static String trafficOf(String id, String direction) {
        return """
                "%1$s_interfaces": {
                  "terms": {"field": "system.network.name"},
                  "aggs": {"%1$s_interface_max": {"max": {"field": "system.network.%2$s.bytes"}}}},
                "%1$s_sum_of_interfaces": {
                  "sum_bucket": {"buckets_path": "%1$s_interfaces>%1$s_interface_max"}}
                """
                .formatted(id, direction);
    }

    /** The derivative by the second; 0 where it is negative. */
    private static double bytesPerSecond(List<JsonNode> minutes, int minute, String id) {
        String sum = id + "_sum_of_interfaces";
        double growth = value(minutes.get(minute), sum) - value(minutes.get(minute - 1), sum);
        return Math.max(0, growth / 60);
    }

    private JsonNode search(String body) {
        return release.server().search(PATTERN, body);
    }
}
