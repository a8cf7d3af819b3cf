package io.hostpulse.job;

import static java.util.stream.Collectors.joining;

import io.hostpulse.job.JobConfig.PipelineName;
import io.hostpulse.job.index.ElasticsearchDocumentSink;
import io.hostpulse.job.kafka.JobAnnouncer;
import io.hostpulse.job.kafka.KafkaCluster;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.notify.AlertmanagerSink;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.pipeline.IndexPipeline;
import io.hostpulse.job.pipeline.NotifyPipeline;
import io.hostpulse.job.state.StartCheck;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.JobAnnouncement;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.port.KafkaPorts;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads the options, connects the pipelines to Kafka and Elasticsearch, and runs them as one job.
 */
public final class HostpulseJob {

    private HostpulseJob() {}

    public static void main(String[] args) throws Exception {
        JobConfig config = JobConfig.parse(args);
        requireKafka(config);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(JobDefaults.of(config));
        connect(environment, config);
        JobIdentity.publish(environment, args);
        StartCheck.check(environment);
        if (config.pipelines().contains(PipelineName.DETECT)) {
            announce(config);
        }
        environment.execute(name(config));
    }

    /** Such as {@code Hostpulse detect}, by which people and Prometheus tell jobs apart. */
    private static String name(JobConfig config) {
        return config.pipelines().stream()
                .map(PipelineName::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(joining(" ", "Hostpulse ", ""));
    }

    /**
     * Kafka's client would reserve as much memory as the first bytes of any other server's answer
     * come to, and end the JobManager. A Kafka that does not answer yet is waited for by the tasks.
     */
    private static void requireKafka(JobConfig config) throws IOException {
        String protocol =
                config.kafkaProperties()
                        .getProperty(
                                KafkaPorts.SECURITY_PROTOCOL, KafkaPorts.DEFAULT_SECURITY_PROTOCOL);
        new KafkaPorts(config.bootstrapServers(), protocol)
                .findWrongServer()
                .ifPresent(
                        reason -> {
                            throw new IllegalArgumentException("--bootstrap-servers: " + reason);
                        });
    }

    private static void announce(JobConfig config) throws IOException {
        JobAnnouncer.publish(
                kafka(config).producerProperties(),
                new JobAnnouncement(
                        config.groupId(),
                        config.windows().stream().map(WindowSpec::toString).toList(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    private static KafkaCluster kafka(JobConfig config) throws IOException {
        return new KafkaCluster(
                config.bootstrapServers(), config.groupId(), config.kafkaProperties());
    }

    static void connect(StreamExecutionEnvironment environment, JobConfig config)
            throws IOException {
        KafkaCluster kafka = kafka(config);
        for (PipelineName pipeline : config.pipelines()) {
            switch (pipeline) {
                case DETECT -> connectDetect(environment, kafka, config);
                case INDEX -> connectIndex(environment, kafka, config);
                case NOTIFY -> connectNotify(environment, kafka, config);
            }
        }
    }

    private static void connectDetect(
            StreamExecutionEnvironment environment, KafkaCluster kafka, JobConfig config) {
        DetectPipeline.build(
                read(
                        environment,
                        kafka.resumeSource("detect", List.of(Topics.SAMPLES)),
                        "detect-read-samples",
                        "Read samples"),
                read(
                        environment,
                        kafka.wholeSource("detect", Topics.RULES),
                        "detect-read-rules",
                        "Read rules"),
                read(
                        environment,
                        kafka.wholeSource("detect", Topics.ALERTS),
                        "detect-read-alerts",
                        "Read alerts back"),
                new DetectPipeline.Sinks(
                        kafka.sink(Topics.WINDOWS),
                        kafka.sink(Topics.ALERTS),
                        kafka.sink(Topics.HOSTS),
                        kafka.sink(Topics.DEAD_LETTERS)),
                DetectConfig.of(
                                config.windows(),
                                config.publishedWindows(),
                                config.allowedLateness(),
                                config.windowGrace())
                        .withMaxHosts(config.maxHosts()));
    }

    private static void connectIndex(
            StreamExecutionEnvironment environment, KafkaCluster kafka, JobConfig config) {
        IndexPipeline.build(
                read(
                        environment,
                        kafka.resumeSource("index", List.of(Topics.SAMPLES)),
                        "index-read-samples",
                        "Read samples to index"),
                read(
                        environment,
                        kafka.resumeSource(
                                "index",
                                List.of(
                                        Topics.WINDOWS,
                                        Topics.ALERTS,
                                        Topics.HOSTS,
                                        Topics.DEAD_LETTERS)),
                        "index-read-documents",
                        "Read documents to index"),
                new ElasticsearchDocumentSink(config.elasticsearch(), kafka.producerProperties()),
                DetectConfig.sampleClock(),
                config.sampleDocuments());
    }

    private static void connectNotify(
            StreamExecutionEnvironment environment, KafkaCluster kafka, JobConfig config) {
        NotifyPipeline.build(
                read(
                        environment,
                        kafka.wholeSource("notify", Topics.ALERTS),
                        "notify-read-alerts",
                        "Read alerts"),
                new AlertmanagerSink(config.alertmanager(), NotifyPipeline.FIRING_FOR));
    }

    /** Without watermarks: every host has a clock of its own, see docs/architecture.md. */
    private static DataStream<RawRecord> read(
            StreamExecutionEnvironment environment,
            KafkaSource<RawRecord> source,
            String uid,
            String name) {
        return environment.fromSource(source, WatermarkStrategy.noWatermarks(), name).uid(uid);
    }
}
