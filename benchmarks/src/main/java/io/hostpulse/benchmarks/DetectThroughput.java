package io.hostpulse.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.hostpulse.benchmarks.detect.Job;
import io.hostpulse.job.JobDefaults;
import io.hostpulse.job.ingest.DecodeSamples;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.Topics;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * CPU time of the detect pipeline per sample, beside that of decoding alone, in one process without
 * Kafka. Samples are made before the clock starts.
 */
@Command(
        name = "detect-throughput",
        mixinStandardHelpOptions = true,
        description = "Measures the detect pipeline's CPU time per sample.")
public final class DetectThroughput implements Callable<Integer> {

    private static final String RULE =
            """
            {"id": "sustained-cpu", "name": "Sustained CPU load", "severity": "warning", "for": "10s",
             "when": {"metric": "system.cpu.total.norm.pct", "above": 0.9, "clear": 0.8}}
            """;

    private static List<RawRecord> records = List.of();

    @Option(names = "--hosts", defaultValue = "1000", description = "Hosts of the fleet.")
    private int hosts;

    @Option(
            names = "--samples-per-host",
            defaultValue = "60",
            description = "Samples of each host, 10 s of its time apart.")
    private int samplesPerHost;

    @Option(names = "--rounds", defaultValue = "3", description = "Measurements of each kind.")
    private int rounds;

    private enum Kind {
        DECODE_ONLY,
        HASHMAP,
        ROCKSDB
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new DetectThroughput()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        records = makeRecords();
        System.out.printf("%,d samples of %,d hosts%n", records.size(), hosts);
        System.out.printf("%-12s %14s %12s%n", "", "CPU us/sample", "samples/s");
        for (int round = 0; round <= rounds; round++) {
            for (Kind kind : Kind.values()) {
                measure(kind, round);
            }
        }
        return 0;
    }

    /** Round 0 warms up. */
    private void measure(Kind kind, int round) throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        StreamExecutionEnvironment environment = build(kind);
        long cpuNanos = system.getProcessCpuTime();
        long wallNanos = System.nanoTime();
        environment.execute();
        cpuNanos = system.getProcessCpuTime() - cpuNanos;
        wallNanos = System.nanoTime() - wallNanos;
        if (round > 0) {
            System.out.printf(
                    "%-12s %14.1f %,12.0f%n",
                    kind, cpuNanos / 1e3 / records.size(), records.size() * 1e9 / wallNanos);
        }
    }

    private static StreamExecutionEnvironment build(Kind kind) throws Exception {
        Path checkpoints = Files.createTempDirectory("detect-throughput");
        Configuration configuration =
                new Configuration()
                        .set(PipelineOptions.OBJECT_REUSE, true)
                        .set(PipelineOptions.GENERIC_TYPES, false)
                        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10))
                        .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
                        .set(
                                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                                checkpoints.toUri().toString())
                        .set(StateBackendOptions.STATE_BACKEND, "hashmap");
        if (kind == Kind.ROCKSDB) {
            JobDefaults.useRocksDb(configuration);
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(1);
        DataStream<RawRecord> samples =
                environment.fromSource(
                        new DataGeneratorSource<>(
                                index -> records.get(index.intValue()),
                                records.size(),
                                Types.POJO(RawRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        "samples");
        if (kind == Kind.DECODE_ONLY) {
            samples.process(new DecodeSamples(DetectConfig.sampleClock()))
                    .sinkTo(new DiscardingSink<>());
        } else {
            DetectPipeline.build(
                    samples,
                    environment.fromData(List.of(rule())),
                    environment.fromData(List.of(rule())).filter(rule -> false),
                    new DetectPipeline.Sinks(
                            new DiscardingSink<>(),
                            new DiscardingSink<>(),
                            new DiscardingSink<>(),
                            new DiscardingSink<>()),
                    Job.config());
        }
        return environment;
    }

    private List<RawRecord> makeRecords() {
        Duration interval = Duration.ofSeconds(10);
        FleetPlan plan =
                new FleetPlan(
                        42,
                        hosts,
                        Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES),
                        interval.multipliedBy(samplesPerHost),
                        interval);
        List<RawRecord> all = new ArrayList<>();
        for (FleetRecord sample :
                new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan))) {
            all.add(
                    new RawRecord(
                            Topics.SAMPLES,
                            0,
                            all.size(),
                            sample.timestampMillis(),
                            null,
                            sample.key().getBytes(StandardCharsets.UTF_8),
                            sample.value().toByteArray()));
        }
        return all;
    }

    private static RawRecord rule() {
        return new RawRecord(
                Topics.RULES,
                0,
                0,
                0,
                null,
                "sustained-cpu".getBytes(StandardCharsets.UTF_8),
                RULE.getBytes(StandardCharsets.UTF_8));
    }
}
