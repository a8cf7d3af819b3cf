package io.hostpulse.job.replay;

import static org.awaitility.Awaitility.await;

import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One run of the detect pipeline over a recorded fleet, as fast as it goes. Samples wait until
 * every task knows the rules.
 */
final class Replay {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    // the job's functions reach these, whatever copies of them it makes
    private static RecordedFleet fleet;
    private static CompletableFuture<Void> rulesAreKnown;
    private static AtomicLong handedOut;

    private final InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
    private final int parallelism;
    private final Path checkpoints;

    /** Where windows and alerts go. */
    record Results(Sink<KafkaDocument> windows, Sink<KafkaDocument> alerts) {}

    Replay(int parallelism, Path checkpoints) {
        this.parallelism = parallelism;
        this.checkpoints = checkpoints;
    }

    /**
     * @param killAt after how many records, in ascending order, the TaskManager is killed
     */
    void run(RecordedFleet input, List<RawRecord> rules, Results results, List<Long> killAt)
            throws Exception {
        fleet = input;
        rulesAreKnown = new CompletableFuture<>();
        handedOut = new AtomicLong();
        try (MiniCluster cluster = new MiniCluster(clusterConfiguration())) {
            cluster.start();
            JobID job = cluster.submitJob(graph(rules, results)).get().getJobID();
            await().atMost(LONGEST_WAIT)
                    .until(() -> rulesSeen(job) >= (long) rules.size() * parallelism);
            // declined as long as a task is not ready
            await().atMost(LONGEST_WAIT)
                    .ignoreExceptionsMatching(failure -> failure instanceof ExecutionException)
                    .until(
                            () ->
                                    cluster.triggerCheckpoint(job, CheckpointType.FULL)
                                            .get(1, TimeUnit.MINUTES),
                            Objects::nonNull);
            rulesAreKnown.complete(null);
            for (long records : killAt) {
                await().atMost(LONGEST_WAIT).until(() -> handedOut.get() >= records);
                cluster.terminateTaskManager(0).get();
                cluster.startTaskManager();
            }
            cluster.requestJobResult(job).get().toJobExecutionResult(getClass().getClassLoader());
        }
    }

    private JobGraph graph(List<RawRecord> rules, Results results) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration()
                                .set(PipelineOptions.GENERIC_TYPES, false)
                                .set(PipelineOptions.OBJECT_REUSE, true)
                                .set(
                                        CheckpointingOptions.CHECKPOINTING_INTERVAL,
                                        Duration.ofSeconds(2))
                                .set(
                                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                                        checkpoints.toUri().toString())
                                .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                                .set(
                                        RestartStrategyOptions
                                                .RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
                                        100)
                                .set(
                                        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                                        Duration.ofMillis(200)));
        environment.setParallelism(parallelism);
        DataStream<RawRecord> knownRules = environment.fromData(rules).uid("rules");
        DetectPipeline.build(
                environment
                        .fromSource(
                                new DataGeneratorSource<>(
                                        Replay::handOut,
                                        fleet.size(),
                                        readers -> () -> rulesAreKnown,
                                        Types.POJO(RawRecord.class)),
                                WatermarkStrategy.noWatermarks(),
                                "recorded fleet")
                        .uid("recorded-fleet"),
                knownRules,
                knownRules.filter(rule -> false).uid("no-alerts"),
                new DetectPipeline.Sinks(
                        results.windows(),
                        results.alerts(),
                        new ReplaySink<Boolean>((document, kept) -> {}),
                        new ReplaySink<Boolean>((document, kept) -> {})),
                DetectConfig.of(
                        List.of(
                                WindowSpec.parse("1m"),
                                WindowSpec.parse("5m"),
                                WindowSpec.parse("1h"),
                                WindowSpec.parse("30s/10s")),
                        PublishedWindows.ALL,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)));
        return environment.getStreamGraph().getJobGraph();
    }

    private MiniClusterConfiguration clusterConfiguration() {
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(metrics.addToConfiguration(new Configuration()))
                .withRandomPorts()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build();
    }

    /** Runs in the job. */
    private static RawRecord handOut(long index) {
        handedOut.incrementAndGet();
        return fleet.record(index);
    }

    /** Records that have come to the rules, at all of its tasks. */
    private long rulesSeen(JobID job) {
        return metrics.findOperatorMetricGroups(job, "Monitor hosts").stream()
                .map(metrics::getMetricsByGroup)
                .mapToLong(group -> ((Counter) group.get("numRecordsIn")).getCount())
                .sum();
    }
}
