package io.hostpulse.job.pipeline;

import static io.hostpulse.job.Samples.hostSample;
import static io.hostpulse.job.Samples.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The graph as it runs in production, between a bounded source and sinks that collect. */
@ExtendWith(MiniClusterExtension.class)
class DetectPipelineTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final long MINUTE = System.currentTimeMillis() / 60_000 * 60_000 - 600_000;
    private static final long YESTERDAY = MINUTE - 2 * 86_400_000L;
    private static final String RULE =
            """
            {"id": "cpu", "name": "Busy", "severity": "critical", "for": "10s",
             "when": {"metric": "system.cpu.total.norm.pct", "above": 0.9}}
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CollectingSink windows = new CollectingSink();
    private final CollectingSink alerts = new CollectingSink();
    private final CollectingSink hosts = new CollectingSink();
    private final CollectingSink deadLetters = new CollectingSink();

    @Test
    void turnsSamplesIntoWindowsHostStatesAndDeadLetters() throws Exception {
        List<RawRecord> records = new ArrayList<>();
        for (int second = 0; second <= 60; second++) {
            RawRecord sample = record(hostSample("web", MINUTE + second * 1_000L, 0.5));
            records.add(sample);
            records.add(sample);
        }
        records.add(new RawRecord(Topics.SAMPLES, 0, 7, 0, null, null, "{oops".getBytes(UTF_8)));

        StreamExecutionEnvironment environment = newEnvironment();
        build(environment.fromData(records), environment.fromData(List.of(rule())));
        environment.execute();

        Map<String, KafkaDocument> windowsById = windows.byId();
        JsonNode minute = json(windowsById.get("web|1m|" + MINUTE));
        assertThat(minute.at("/hostpulse/window/samples").asInt()).isEqualTo(60);
        JsonNode cpu = minute.at("/hostpulse/metrics/system/cpu/total/norm/pct");
        assertThat(cpu.get("count").asInt()).isEqualTo(60);
        assertThat(cpu.get("avg").asDouble()).isEqualTo(0.5);
        assertThat(windowsById).containsKey("web|30s|" + MINUTE);
        assertThat(hosts.documents()).extracting(KafkaDocument::id).containsOnly("web");
        assertThat(json(deadLetters.documents().get(0)).at("/hostpulse/dead_letter/category"))
                .hasToString("\"malformed-json\"");
    }

    /** The rule overtakes some spikes and misses others: whatever it sees it must treat alike. */
    @Test
    void raisesAndResolvesOneAlertForEachSustainedSpike() throws Exception {
        StreamExecutionEnvironment environment = newEnvironment();
        build(
                endless(environment, DetectPipelineTest::ofSpikes),
                environment.fromData(List.of(rule())));
        JobClient job = environment.executeAsync();

        await().atMost(LONGEST_WAIT).until(() -> alerts.documents().size() >= 12);
        job.cancel().get();

        Map<String, List<JsonNode>> transitions =
                alerts.documents().stream()
                        .map(DetectPipelineTest::json)
                        .map(document -> document.at("/hostpulse/alert"))
                        .collect(groupingBy(alert -> alert.get("id").asText()));
        List<List<JsonNode>> resolved =
                transitions.values().stream()
                        .filter(states -> states.size() > 2)
                        .sorted(comparing(states -> states.get(0).get("started").asText()))
                        .skip(1) // the rule may have come in the middle of the first
                        .toList();
        assertThat(resolved).hasSizeGreaterThanOrEqualTo(2);
        assertThat(resolved)
                .allSatisfy(
                        states -> {
                            assertThat(states)
                                    .extracting(alert -> alert.get("state").asText())
                                    .containsExactly("pending", "firing", "resolved");
                            JsonNode last = states.get(2);
                            assertThat(last.at("/duration/ms").asLong()).isEqualTo(20_000);
                            assertThat(last.get("peak").asDouble()).isEqualTo(0.99);
                        });
    }

    /** Half of the hosts are busy before their clocks are put back by four minutes, half after. */
    @Test
    void aClockPutBackKeepsNoAlertFromFiringOrBeingResolved() throws Exception {
        StreamExecutionEnvironment environment = newEnvironment();
        build(
                endless(environment, DetectPipelineTest::ofClockPutBack),
                environment.fromData(List.of(rule())));
        JobClient job = environment.executeAsync();

        await().atMost(LONGEST_WAIT).until(() -> alertsByHost().size() >= 20);
        job.cancel().get();

        // the rule may have come in the middle of the first, and the end in the middle of the last
        for (List<JsonNode> ofHost : alertsByHost().subList(2, 16)) {
            boolean wasBusyBefore = isBusyBefore(ofHost.get(0).at("/host/id").asText());
            assertThat(ofHost)
                    .extracting(alert -> alert.at("/hostpulse/alert/state").asText())
                    .startsWith("pending", "firing")
                    .hasSize(wasBusyBefore ? 3 : 2);
            if (wasBusyBefore) {
                JsonNode resolved = ofHost.get(2).at("/hostpulse/alert");
                assertThat(resolved.at("/duration/ms").asLong()).isEqualTo(60_000);
                assertThat(resolved.get("started").asText())
                        .isLessThan(resolved.get("fired").asText());
                assertThat(resolved.get("fired").asText())
                        .isLessThan(resolved.get("resolved").asText());
                assertThat(resolved.get("resolved").asText())
                        .isLessThan(ofHost.get(1).get("@timestamp").asText());
            }
        }
    }

    private List<List<JsonNode>> alertsByHost() {
        return alerts.documents().stream()
                .map(DetectPipelineTest::json)
                .collect(groupingBy(alert -> alert.at("/host/id").asText()))
                .values()
                .stream()
                .sorted(comparing(ofHost -> ofHost.get(0).at("/host/id").asText()))
                .toList();
    }

    private static boolean isBusyBefore(String host) {
        return (host.charAt(host.length() - 1) - '0') % 2 == 0;
    }

    /** 27 samples of each host in turn; the first six are dated four minutes ahead. */
    private static RawRecord ofClockPutBack(long index) {
        int number = (int) (index % 27) + 1;
        String host = String.format(Locale.ROOT, "host-%06d", index / 27);
        long trueMillis = MINUTE + number * 10_000L;
        boolean isAhead = number <= 6;
        HostSample.Builder sample =
                hostSample(
                                host,
                                isAhead ? trueMillis + 240_000 : trueMillis,
                                isAhead == isBusyBefore(host) ? 0.99 : 0.2)
                        .toBuilder()
                        .setIntervalMs(10_000);
        sample.getAgentBuilder().setSequence(number);
        return record(sample.build(), trueMillis + 20);
    }

    /** A sample a second of one host's time, busy for twenty seconds of every minute. */
    private static RawRecord ofSpikes(long second) {
        boolean isBusy = second % 60 >= 10 && second % 60 < 30;
        return record(hostSample("web", YESTERDAY + second * 1_000L, isBusy ? 0.99 : 0.2));
    }

    private static DataStream<RawRecord> endless(
            StreamExecutionEnvironment environment, GeneratorFunction<Long, RawRecord> records) {
        DataGeneratorSource<RawRecord> source =
                new DataGeneratorSource<>(
                        records,
                        100_000,
                        RateLimiterStrategy.perSecond(1_000),
                        Types.POJO(RawRecord.class));
        return environment.fromSource(source, WatermarkStrategy.noWatermarks(), "records");
    }

    private void build(DataStream<RawRecord> samples, DataStream<RawRecord> rules) {
        DetectPipeline.build(
                samples,
                rules,
                rules.filter(rule -> false),
                new DetectPipeline.Sinks(windows, alerts, hosts, deadLetters),
                DetectConfig.of(
                        List.of(WindowSpec.parse("1m"), WindowSpec.parse("30s/10s")),
                        PublishedWindows.ALL,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)));
    }

    private static StreamExecutionEnvironment newEnvironment() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        environment.setParallelism(1);
        environment.getConfig().enableObjectReuse();
        return environment;
    }

    private static RawRecord rule() {
        return new RawRecord(
                Topics.RULES, 0, 0, 0, null, "cpu".getBytes(UTF_8), RULE.getBytes(UTF_8));
    }

    private static JsonNode json(KafkaDocument document) {
        try {
            return JSON.readTree(document.json());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
