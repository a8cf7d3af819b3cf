package io.hostpulse.benchmarks.detect;

import io.hostpulse.job.ingest.DecodeSamples;
import io.hostpulse.job.kafka.RawRecordDeserializer;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** What is done with the samples of a topic by Flink, with the job's own settings. */
public enum Job {
    /** Throws them away. */
    READ,
    /** Decodes them. */
    DECODE,
    /** The whole detect pipeline; its results are counted. */
    DETECT;

    private static final int MAX_PARALLELISM = 720;

    /** A job that ends when it has read the topic. */
    public StreamGraph reading(SampleTopic topic, List<RawRecord> rules, int parallelism) {
        return graph(wholeTopic(topic.bootstrapServers(), topic.name()), rules, parallelism);
    }

    /** A job that goes on when it has read the topic. */
    public StreamGraph following(SampleTopic topic, List<RawRecord> rules, int parallelism) {
        return graph(source(topic.bootstrapServers(), topic.name()).build(), rules, parallelism);
    }

    private StreamGraph graph(
            KafkaSource<RawRecord> source, List<RawRecord> rules, int parallelism) {
        StreamExecutionEnvironment environment = environment(parallelism);
        DataStream<RawRecord> samples =
                environment
                        .fromSource(source, WatermarkStrategy.noWatermarks(), "Read samples")
                        .uid("read-samples");
        switch (this) {
            case READ -> samples.sinkTo(new DiscardingSink<>()).uid("discard");
            case DECODE ->
                    samples.process(new DecodeSamples(DetectConfig.sampleClock()))
                            .uid("decode-samples")
                            .sinkTo(new DiscardingSink<>())
                            .uid("discard");
            case DETECT -> detect(environment, samples, rules, Results.sinks());
        }
        return environment.getStreamGraph();
    }

    /** Adds the detect pipeline, which has seen no alerts yet. */
    public static void detect(
            StreamExecutionEnvironment environment,
            DataStream<RawRecord> samples,
            List<RawRecord> rules,
            DetectPipeline.Sinks sinks) {
        DetectPipeline.build(
                samples,
                environment.fromData(rules).uid("rules"),
                environment
                        .fromData(rules)
                        .uid("rules-again")
                        .filter(rule -> false)
                        .uid("no-alerts"),
                sinks,
                config());
    }

    /** The default settings of the detect pipeline. */
    public static DetectConfig config() {
        return DetectConfig.of(
                Stream.of("1m", "5m", "1h", "30s/10s").map(WindowSpec::parse).toList(),
                new PublishedWindows(Duration.ofMinutes(5)),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    /** An environment with the job's own settings. */
    public static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(settings());
        environment.setParallelism(parallelism);
        return environment;
    }

    /** Reads a topic from its beginning to where it ends now. */
    public static KafkaSource<RawRecord> wholeTopic(String bootstrapServers, String name) {
        return source(bootstrapServers, name).setBounded(OffsetsInitializer.latest()).build();
    }

    private static KafkaSourceBuilder<RawRecord> source(String bootstrapServers, String name) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(bootstrapServers)
                .setGroupId("benchmark")
                .setTopics(name)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new RawRecordDeserializer());
    }

    private static Configuration settings() {
        return new Configuration()
                .set(PipelineOptions.OBJECT_REUSE, true)
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM)
                .set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO)
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10))
                .set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager")
                .set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE)
                .set(StateBackendOptions.STATE_BACKEND, "hashmap");
    }
}
