package io.hostpulse.job.pipeline;

import io.hostpulse.job.document.AlertDocument;
import io.hostpulse.job.document.DeadLetterDocument;
import io.hostpulse.job.document.HostDocument;
import io.hostpulse.job.ingest.DecodeSamples;
import io.hostpulse.job.ingest.DropDuplicates;
import io.hostpulse.job.liveness.ReadAlerts;
import io.hostpulse.job.liveness.RecallAlerts;
import io.hostpulse.job.liveness.TrackHosts;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.monitor.MonitorHosts;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.job.window.AggregateWindows;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Samples and rules in; windows, alerts, host states and dead letters out. Alerts are read back,
 * since a replay of samples may not make them again.
 */
public final class DetectPipeline {

    /** How long the end of an alert may take from here to its topic and back. */
    private static final Duration LEAST_RECALL = Duration.ofSeconds(10);

    /** Seldom enough to cost little beside samples. */
    private static final Duration MOST_RECALL = Duration.ofMinutes(5);

    /** Where results go. */
    public record Sinks(
            Sink<KafkaDocument> windows,
            Sink<KafkaDocument> alerts,
            Sink<KafkaDocument> hosts,
            Sink<KafkaDocument> deadLetters) {}

    /** How long samples, and documents of them, may wait for a network buffer to fill. */
    private static final long BUFFER_TIMEOUT_MILLIS = 10;

    private DetectPipeline() {}

    public static void build(
            DataStream<RawRecord> records,
            DataStream<RawRecord> rules,
            DataStream<RawRecord> publishedAlerts,
            Sinks sinks,
            DetectConfig config) {
        SingleOutputStreamOperator<Sample> samples =
                records.process(new DecodeSamples(config.clock()))
                        .uid("decode-samples")
                        .name("Decode samples");
        SingleOutputStreamOperator<HostReading> recalled =
                publishedAlerts
                        .flatMap(new ReadAlerts())
                        .uid("read-alerts")
                        .name("Read alerts")
                        .keyBy(PublishedAlert::hostId)
                        .connect(
                                samples.filter(Sample::removesHost)
                                        .uid("filter-removals")
                                        .name("Filter removals")
                                        .keyBy(Sample::hostId))
                        .process(new RecallAlerts(LEAST_RECALL, MOST_RECALL))
                        .uid("recall-alerts")
                        .name("Recall alerts");
        SingleOutputStreamOperator<ConditionEvent> conditions =
                samples.map(HostReading::of)
                        .uid("read-hosts")
                        .name("Read hosts")
                        .setBufferTimeout(BUFFER_TIMEOUT_MILLIS)
                        .union(recalled)
                        .keyBy(HostReading::hostId)
                        .connect(rules.broadcast(EvaluateRules.RULES))
                        .process(monitorHosts(config))
                        .uid("monitor-hosts")
                        .name("Monitor hosts");

        DataStream<AlertTransition> alerts =
                AlertGraph.build(
                        conditions,
                        conditions.getSideOutput(MonitorHosts.CHANGES),
                        conditions.getSideOutput(MonitorHosts.ENDS));

        DataStream<DeadLetter> deadLetters =
                samples.getSideOutput(DecodeSamples.REFUSED)
                        .union(conditions.getSideOutput(MonitorHosts.REFUSED));

        write(
                conditions.getSideOutput(MonitorHosts.WINDOWS).map(new DocumentWindows()),
                "windows",
                sinks.windows());
        write(alerts.map(AlertDocument::of), "alerts", sinks.alerts());
        write(
                conditions.getSideOutput(MonitorHosts.HOSTS).map(HostDocument::of),
                "hosts",
                sinks.hosts());
        write(deadLetters.map(DeadLetterDocument::of), "dead-letters", sinks.deadLetters());
    }

    /** What is done by host, as it runs in the pipeline. */
    public static MonitorHosts monitorHosts(DetectConfig config) {
        return new MonitorHosts(
                new DropDuplicates(config.sequenceRetention(), config.maxHosts()),
                new AggregateWindows(
                        config.windows(),
                        config.published(),
                        config.allowedLateness(),
                        config.windowGrace(),
                        config.hostRetention()),
                new TrackHosts(config.leastSilence(), config.hostRepeat(), config.hostRetention()),
                new EvaluateRules(config.windowSizes(), config.hostRetention()));
    }

    private static void write(
            SingleOutputStreamOperator<KafkaDocument> documents,
            String topic,
            Sink<KafkaDocument> sink) {
        documents
                .uid("document-" + topic)
                .name("Document " + topic)
                .sinkTo(sink)
                .uid("write-" + topic)
                .name("Write " + topic);
    }
}
