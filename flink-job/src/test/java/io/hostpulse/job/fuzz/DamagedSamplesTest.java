package io.hostpulse.job.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the samples: each is accepted, perhaps without some values, or a dead letter that says
 * why; and nothing fails.
 */
class DamagedSamplesTest {

    private static final int SAMPLES = 100_000;
    private static final int PARALLELISM = 2;

    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .setNumberSlotsPerTaskManager(PARALLELISM)
                            .build());

    /** The same ones all day, since samples must not be older than they may be. */
    private final MutatedSamples input =
            new MutatedSamples(
                    20_260_314,
                    LocalDate.now(ZoneOffset.UTC)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli());

    private final TallyingSink windows = new TallyingSink();
    private final TallyingSink alerts = new TallyingSink();
    private final TallyingSink hosts = new TallyingSink();
    private final TallyingSink deadLetters = new TallyingSink();

    @Test
    void eachIsAcceptedOrRefusedWithAReasonAndDetectionGoesOn() throws Exception {
        detect();

        Map<String, Integer> refused = deadLetters.byCategory();
        long accepted = count("acceptedSamples", "hostpulse");
        System.out.printf(
                "%d accepted, %d values left out, refused: %s%n", accepted, badValues(), refused);
        assertThat(accepted + deadLetters.total()).as("%s", input).isEqualTo(SAMPLES);
        assertThat(refused)
                .as("%s", input)
                .containsOnlyKeys(
                        Arrays.stream(RefusalCategory.values())
                                .map(RefusalCategory::label)
                                .toArray(String[]::new));
        assertThat(badValues()).isPositive();
        assertThat(hosts.total()).isGreaterThanOrEqualTo(MutatedSamples.HOSTS);
        assertThat(windows.total()).isGreaterThan(MutatedSamples.HOSTS);
        assertThat(alerts.total()).isGreaterThan(MutatedSamples.HOSTS);
    }

    /** Without restarts: whatever fails ends the job, and the test. */
    private void detect() throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration()
                                .set(PipelineOptions.GENERIC_TYPES, false)
                                .set(RestartStrategyOptions.RESTART_STRATEGY, "none"));
        environment.setParallelism(PARALLELISM);
        environment.getConfig().enableObjectReuse();
        MutatedSamples source = input;
        DataStream<RawRecord> rules =
                environment.fromData(
                        List.of(
                                rule("busy", "system.cpu.total.norm.pct", "10s"),
                                rule("full", "system.memory.actual.used.pct", "0s"),
                                rule("loaded", "system.load.1", "1m")));
        DetectPipeline.build(
                environment.fromSource(
                        new DataGeneratorSource<>(
                                source::record, SAMPLES, Types.POJO(RawRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        "damaged samples"),
                rules,
                rules.filter(rule -> false),
                new DetectPipeline.Sinks(windows, alerts, hosts, deadLetters),
                DetectConfig.of(
                        List.of(WindowSpec.parse("1m"), WindowSpec.parse("30s/10s")),
                        PublishedWindows.ALL,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)));
        environment.execute();
    }

    private static long badValues() {
        return count("leftOut", "reason." + LeftOut.Reason.BAD_VALUE.label());
    }

    /** Over the subtasks of all operators that have a counter of that name in such a group. */
    private static long count(String name, String groupName) {
        return METRICS.getMetricsByGroup().entrySet().stream()
                .filter(group -> group.getValue().containsKey(name))
                .filter(group -> group.getKey().getMetricIdentifier(name).contains(groupName))
                .mapToLong(group -> ((Counter) group.getValue().get(name)).getCount())
                .sum();
    }

    private static RawRecord rule(String id, String metric, String lasting) {
        String json =
                """
                {"id": "%s", "name": "%s", "severity": "warning", "for": "%s",
                 "when": {"metric": "%s", "above": 0.9}}
                """
                        .formatted(id, id, lasting, metric);
        return new RawRecord(Topics.RULES, 0, 0, 0, null, id.getBytes(UTF_8), json.getBytes(UTF_8));
    }
}
