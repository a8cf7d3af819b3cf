package io.hostpulse.benchmarks.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The detect pipeline over a simulated fleet, without Kafka: as many samples as are released, then
 * nothing. One at a time in this process.
 */
public final class SimulatedJob {

    private static Iterator<FleetRecord> fleet;
    private static final AtomicLong HANDED_OUT = new AtomicLong();
    private static final AtomicLong RELEASED = new AtomicLong();
    private static volatile CompletableFuture<Void> release = new CompletableFuture<>();

    private SimulatedJob() {}

    /** From now on samples are those of {@code records}. */
    public static void use(Fleet records) {
        fleet = records.iterator();
    }

    /** Hands out so many more samples, and returns when that is done. */
    public static void handOut(long samples) throws InterruptedException {
        long all = RELEASED.addAndGet(samples);
        release.complete(null);
        while (HANDED_OUT.get() < all) {
            Thread.sleep(20);
        }
    }

    /**
     * @param stateBackend {@code hashmap} or {@code rocksdb}
     */
    public static StreamGraph graph(
            List<RawRecord> rules, String stateBackend, int parallelism, Path checkpoints) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        settings(stateBackend, checkpoints));
        environment.setParallelism(parallelism);
        DataStream<RawRecord> knownRules = environment.fromData(rules).uid("rules");
        DetectPipeline.build(
                environment
                        .fromSource(
                                new DataGeneratorSource<>(
                                        index -> next(),
                                        Long.MAX_VALUE,
                                        tasks -> SimulatedJob::await,
                                        Types.POJO(RawRecord.class)),
                                WatermarkStrategy.noWatermarks(),
                                "Simulated fleet")
                        .uid("simulated-fleet")
                        .setParallelism(1)
                        .partitionCustom(
                                (key, tasks) -> Math.floorMod(key.hashCode(), tasks),
                                sample -> new String(sample.key(), UTF_8)),
                knownRules,
                knownRules.filter(rule -> false).uid("no-alerts"),
                Results.sinks(),
                DetectConfig.of(
                        Stream.of("1m", "5m", "1h", "30s/10s").map(WindowSpec::parse).toList(),
                        false,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)));
        return environment.getStreamGraph();
    }

    private static CompletableFuture<Void> await() {
        if (HANDED_OUT.get() >= RELEASED.get() && release.isDone()) {
            release = new CompletableFuture<>();
        }
        return release;
    }

    private static RawRecord next() {
        FleetRecord sample = fleet.next();
        HANDED_OUT.incrementAndGet();
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
        return new Configuration()
                .set(PipelineOptions.OBJECT_REUSE, true)
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.MAX_PARALLELISM, 720)
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1))
                .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString())
                .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
                .set(StateBackendOptions.STATE_BACKEND, stateBackend);
    }
}
