package io.hostpulse.job.search;

import static io.hostpulse.job.search.Buckets.PRECISION;
import static io.hostpulse.job.search.Buckets.keys;
import static io.hostpulse.job.search.Buckets.value;
import static io.hostpulse.job.search.MeasuredHost.DATABASE;
import static io.hostpulse.job.search.MeasuredHost.LAST;
import static io.hostpulse.job.search.MeasuredHost.MEMORY_BYTES;
import static io.hostpulse.job.search.MeasuredHost.MINUTES;
import static io.hostpulse.job.search.MeasuredHost.START;
import static io.hostpulse.job.search.MeasuredHost.STEAL_PCT;
import static io.hostpulse.job.search.MeasuredHost.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The searches with which Kibana's Infrastructure app makes the page of one host: its sections, its
 * metadata, and its processes.
 */
@ParameterizedClass
@EnumSource(ElasticsearchRelease.class)
class HostPageIT {

    private static final String PATTERN = "metrics-*,metricbeat-*";
    private static final int SHOWN_PROCESSES = 10;

    private static final List<MeasuredHost> HOSTS = List.of(DATABASE, WEB);

    @Parameter private ElasticsearchRelease release;

    @BeforeParameterizedClassInvocation
    static void indexSamples(ElasticsearchRelease release) {
        SearchServer server = release.emptyServer();
        HOSTS.forEach(host -> assertThat(server.index(host.documents())).isEmpty());
    }

    @Test
    void aHostHasEverySection() {
        for (MeasuredHost host : HOSTS) {
            JsonNode sections =
                    aggregate(
                            host,
                            START,
                            """
                            "metrics": {"terms": {"field": "event.dataset", "size": 1000}}
                            """);

            assertThat(keys(sections, "metrics"))
                    .contains(
                            "system.cpu",
                            "system.memory",
                            "system.load",
                            "system.network",
                            "system.filesystem",
                            "system.process",
                            "system.process.summary",
                            "system.uptime");
        }
    }

    @Test
    void chartsOfCpuLoadAndMemory() {
        for (MeasuredHost host : HOSTS) {
            JsonNode minutes =
                    aggregate(
                                    host,
                                    START,
                                    """
                                    "minutes": {
                                      "date_histogram": {"field": "@timestamp", "fixed_interval": "60s"},
                                      "aggs": {
                                        "total": {"avg": {"field": "system.cpu.total.norm.pct"}},
                                        "user": {"avg": {"field": "system.cpu.user.pct"}},
                                        "steal": {"avg": {"field": "system.cpu.steal.pct"}},
                                        "nice": {"avg": {"field": "system.cpu.nice.pct"}},
                                        "cores": {"max": {"field": "system.cpu.cores"}},
                                        "load5": {"avg": {"field": "system.load.5"}},
                                        "free": {"avg": {"field": "system.memory.free"}},
                                        "cache_and_used": {"avg": {"field": "system.memory.used.bytes"}},
                                        "used": {"avg": {"field": "system.memory.actual.used.bytes"}}}}
                                    """)
                            .at("/minutes/buckets");

            assertThat(minutes).hasSize(MINUTES);
            for (int minute = 0; minute < MINUTES; minute++) {
                JsonNode bucket = minutes.get(minute);
                assertThat(value(bucket, "total"))
                        .isCloseTo(host.totalNormPctOf(minute), PRECISION);
                assertThat(value(bucket, "user")).isCloseTo(host.userPctOf(minute), PRECISION);
                assertThat(value(bucket, "steal")).isCloseTo(STEAL_PCT, PRECISION);
                assertThat(bucket.at("/nice/value").isNull()).isTrue();
                assertThat(value(bucket, "cores")).isEqualTo(host.cores());
                assertThat(value(bucket, "load5")).isCloseTo(host.load5Of(minute), PRECISION);
                assertThat(value(bucket, "free") + value(bucket, "cache_and_used"))
                        .isEqualTo(MEMORY_BYTES);
                assertThat(value(bucket, "used"))
                        .isCloseTo(MEMORY_BYTES * host.memoryUsedPctOf(minute), within(1.0));
            }
        }
    }

    @Test
    void chartOfTrafficByInterface() {
        JsonNode interfaces =
                aggregate(
                                WEB,
                                START,
                                """
                                "interfaces": {
                                  "terms": {"field": "system.network.name"},
                                  "aggs": {
                                    "in": {"max": {"field": "system.network.in.bytes"}},
                                    "first": {"min": {"field": "system.network.in.bytes"}}}}
                                """)
                        .at("/interfaces/buckets");

        assertThat(interfaces).hasSize(WEB.inBytesPerSec().size());
        for (JsonNode nic : interfaces) {
            assertThat(value(nic, "in") - value(nic, "first"))
                    .isEqualTo(
                            WEB.inBytesPerSec().get(nic.path("key").asText())
                                    * ((LAST - START) / 1e3));
        }
    }

    @Test
    void chartOfFilesystemsLeavesOutThoseWithoutADevice() {
        JsonNode devices =
                aggregate(
                                WEB,
                                START,
                                """
                                "devices": {
                                  "filter": {"query_string": {"query": "system.filesystem.device_name:\\\\/*"}},
                                  "aggs": {"used": {
                                    "terms": {"field": "system.filesystem.device_name", "size": 5},
                                    "aggs": {"used": {"avg": {"field": "system.filesystem.used.pct"}}}}}}
                                """)
                        .at("/devices/used/buckets");

        assertThat(devices).hasSize(1);
        assertThat(devices.at("/0/key").asText()).isEqualTo("/dev/sda1");
        assertThat(value(devices.get(0), "used"))
                .isCloseTo(WEB.usedPct().get("/dev/sda1"), PRECISION);
    }

    @Test
    void metadataOfAHost() {
        for (MeasuredHost host : HOSTS) {
            JsonNode newest =
                    release.server()
                            .search(
                                    PATTERN,
                                    """
                                    {"size": 1, "_source": ["host.*", "cloud.*", "agent.*"],
                                     "sort": [{"@timestamp": "desc"}],
                                     "query": {"bool": {
                                       "filter": [{"match": {"host.name": "%s"}}],
                                       "must_not": [{"match": {"event.module": "aws"}}]}}}
                                    """
                                            .formatted(host.name()))
                            .at("/hits/hits/0/_source");

            assertThat(newest.at("/host/id").asText()).isEqualTo("id-of-" + host.name());
            assertThat(newest.at("/host/os/name").asText()).isEqualTo("Debian GNU/Linux");
            assertThat(newest.at("/host/ip/0").asText()).isEqualTo(host.ip());
            assertThat(newest.at("/agent/version").asText()).isEqualTo("0.1.0");
            assertThat(newest.at("/cloud/provider").asText()).isEqualTo(host.cloudProvider());
        }
    }

    @Test
    void theTenProcessesThatUseMostCpu() {
        JsonNode processes = processesOfTheLastMinute(WEB).at("/processes/filteredProcs/buckets");

        List<Map.Entry<String, Double>> busiest =
                WEB.cpuPct().entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Double>comparingByValue(
                                        Comparator.reverseOrder()))
                        .limit(SHOWN_PROCESSES)
                        .toList();
        assertThat(processes).hasSize(SHOWN_PROCESSES);
        for (int i = 0; i < SHOWN_PROCESSES; i++) {
            JsonNode process = processes.get(i);
            String commandLine = busiest.get(i).getKey();
            double cpu = busiest.get(i).getValue();
            JsonNode newest = process.at("/meta/hits/hits/0/_source");
            boolean ofKernel = commandLine.isEmpty();

            assertThat(process.path("key").asText())
                    .isEqualTo(ofKernel ? "[kworker/0:1]" : commandLine);
            assertThat(value(process, "cpu")).isCloseTo(cpu, PRECISION);
            assertThat(value(process, "memory")).isCloseTo(cpu / 10, PRECISION);
            assertThat(process.at("/startTime/value_as_string").asText())
                    .isEqualTo(ofKernel ? "" : "2026-11-01T11:59:59.000Z");
            assertThat(newest.at("/process/pid").intValue())
                    .isEqualTo(MeasuredHost.pidOf(commandLine));
            assertThat(newest.at("/user/name").asText()).isEqualTo(ofKernel ? "unknown" : "root");
            assertThat(newest.at("/system/process/state").asText())
                    .isEqualTo(ofKernel ? "unknown" : "running");
        }
    }

    @Test
    void processesByState() {
        for (MeasuredHost host : HOSTS) {
            JsonNode summary =
                    processesOfTheLastMinute(host)
                            .at("/summaryEvent/summary/hits/hits/0/_source/system/process/summary");

            int processes = host.cpuPct().size();
            assertThat(summary.path("total").intValue()).isEqualTo(processes);
            assertThat(summary.path("running").intValue()).isEqualTo(MINUTES - 1);
            assertThat(summary.has("zombie")).isFalse();
        }
    }

    @Test
    void cpuOfOneProcessOverTime() {
        JsonNode minutes =
                aggregate(
                                WEB,
                                START,
                                """
                                "process": {
                                  "filter": {"term": {"system.process.cmdline": "nginx: worker"}},
                                  "aggs": {"minutes": {
                                    "date_histogram": {"field": "@timestamp", "fixed_interval": "1m"},
                                    "aggs": {
                                      "cpu": {"avg": {"field": "system.process.cpu.total.pct"}},
                                      "memory": {"avg": {"field": "system.process.memory.rss.pct"}}}}}}
                                """)
                        .at("/process/minutes/buckets");

        assertThat(minutes).hasSize(MINUTES);
        assertThat(minutes)
                .allSatisfy(
                        minute -> {
                            assertThat(value(minute, "cpu")).isCloseTo(0.5, PRECISION);
                            assertThat(value(minute, "memory")).isCloseTo(0.05, PRECISION);
                        });
    }

    private JsonNode processesOfTheLastMinute(MeasuredHost host) {
        return aggregate(
                host,
                LAST - 60_000,
                """
                "summaryEvent": {
                  "filter": {"term": {"event.dataset": "system.process.summary"}},
                  "aggs": {"summary": {"top_hits": {"size": 1,
                    "sort": [{"@timestamp": {"order": "desc"}}],
                    "_source": ["system.process.summary"]}}}},
                "processes": {
                  "filter": {"bool": {"must": [{"match_all": {}}]}},
                  "aggs": {"filteredProcs": {
                    "terms": {"field": "system.process.cmdline", "size": %d, "order": {"cpu": "desc"}},
                    "aggs": {
                      "cpu": {"avg": {"field": "system.process.cpu.total.pct"}},
                      "memory": {"avg": {"field": "system.process.memory.rss.pct"}},
                      "startTime": {"max": {"field": "system.process.cpu.start_time"}},
                      "meta": {"top_hits": {"size": 1,
                        "sort": [{"@timestamp": {"order": "desc"}}],
                        "_source": ["system.process.state", "user.name", "process.pid"]}}}}}}
                """
                        .formatted(SHOWN_PROCESSES));
    }

    private JsonNode aggregate(MeasuredHost host, long fromMillis, String aggregations) {
        return release.server()
                .search(
                        PATTERN,
                        """
                        {"size": 0,
                         "query": {"bool": {"filter": [
                           {"range": {"@timestamp": {"gte": %d, "lte": %d, "format": "epoch_millis"}}},
                           {"term": {"host.name": "%s"}}]}},
                         "aggs": {%s}}
                        """
                                .formatted(fromMillis, LAST, host.name(), aggregations))
                .path("aggregations");
    }
}
