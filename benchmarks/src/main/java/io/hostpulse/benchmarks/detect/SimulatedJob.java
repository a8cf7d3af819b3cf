package io.hostpulse.benchmarks.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.JobDefaults;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The detect pipeline over a simulated fleet, without Kafka: as many samples as are released, then
 * nothing. One at a time in this process.
 */
public final class SimulatedJob {

    private static final GatedInput RULES = new GatedInput();
    private static final GatedInput SAMPLES = new GatedInput();

    private SimulatedJob() {}

    /** From now on jobs read these rules, and the samples of {@code fleet}. */
    public static void use(List<RawRecord> rules, Fleet fleet) {
        RULES.use(rules.iterator());
        SAMPLES.use(
                StreamSupport.stream(fleet.spliterator(), false).map(SimulatedJob::raw).iterator());
    }

    /** Hands out so many more rules, and returns when that is done. */
    public static void handOutRules(long rules) throws InterruptedException {
        RULES.handOut(rules);
    }

    /** Hands out so many more samples, and returns when that is done. */
    public static void handOut(long samples) throws InterruptedException {
        SAMPLES.handOut(samples);
    }

    /**
     * @param stateBackend {@code hashmap} or {@code rocksdb}
     */
    public static StreamGraph graph(String stateBackend, int parallelism, Path checkpoints) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        settings(stateBackend, checkpoints));
        environment.setParallelism(parallelism);
        DataStream<RawRecord> knownRules = GatedInput.connect(environment, "rules", () -> RULES);
        DetectPipeline.build(
                GatedInput.connect(environment, "simulated-fleet", () -> SAMPLES)
                        .partitionCustom(
                                (key, tasks) -> Math.floorMod(key.hashCode(), tasks),
                                sample -> new String(sample.key(), UTF_8)),
                knownRules,
                knownRules.filter(rule -> false).uid("no-alerts"),
                Results.sinks(),
                Job.config());
        return environment.getStreamGraph();
    }

    private static RawRecord raw(FleetRecord sample) {
        return new RawRecord(
                Topics.SAMPLES,
                0,
                0,
                sample.timestampMillis(),
                null,
                sample.key().getBytes(UTF_8),
                sample.value().toByteArray());
    }

    private static Configuration settings(String stateBackend, Path checkpoints) {
        Configuration settings =
                new Configuration()
                        .set(PipelineOptions.OBJECT_REUSE, true)
                        .set(PipelineOptions.GENERIC_TYPES, false)
                        .set(PipelineOptions.MAX_PARALLELISM, 720)
                        .set(ExecutionOptions.SNAPSHOT_COMPRESSION, true)
                        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1))
                        .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                        .set(
                                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                                checkpoints.toUri().toString())
                        .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
                        .set(StateBackendOptions.STATE_BACKEND, stateBackend);
        if (stateBackend.equals("rocksdb")) {
            JobDefaults.useRocksDb(settings);
        }
        return settings;
    }
}
