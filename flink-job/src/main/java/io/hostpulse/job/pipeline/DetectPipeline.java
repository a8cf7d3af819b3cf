package io.hostpulse.job.pipeline;

import io.hostpulse.job.document.AlertDocument;
import io.hostpulse.job.document.DeadLetterDocument;
import io.hostpulse.job.document.HostDocument;
import io.hostpulse.job.ingest.DecodeSamples;
import io.hostpulse.job.ingest.DropDuplicates;
import io.hostpulse.job.liveness.ReadSilences;
import io.hostpulse.job.liveness.RecallSilences;
import io.hostpulse.job.liveness.TrackHosts;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.PublishedSilence;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.job.window.AggregateWindows;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Samples and rules in; windows, alerts, host states and dead letters out. Alerts about silent
 * hosts are read back, since no replay of samples makes them again.
 */
public final class DetectPipeline {

    /** How long the end of a silence may take from here to its topic and back. */
    private static final Duration SILENCE_RECALL = Duration.ofSeconds(10);

    /** Where results go. */
    public record Sinks(
            Sink<KafkaDocument> windows,
            Sink<KafkaDocument> alerts,
            Sink<KafkaDocument> hosts,
            Sink<KafkaDocument> deadLetters) {}

    private DetectPipeline() {}

    public static void build(
            DataStream<RawRecord> records,
            DataStream<RawRecord> rules,
            DataStream<RawRecord> publishedAlerts,
            Sinks sinks,
            DetectConfig config) {
        boolean slidingDeviceWindows = config.slidingDeviceWindows();
        SingleOutputStreamOperator<Sample> decoded =
                records.process(new DecodeSamples(config.clock()))
                        .uid("decode-samples")
                        .name("Decode samples");

        SingleOutputStreamOperator<Sample> distinct =
                decoded.keyBy(Sample::hostId)
                        .process(new DropDuplicates(config.sequenceRetention(), config.maxHosts()))
                        .uid("drop-duplicates")
                        .name("Drop duplicates");
        // the partitioning is that of the keyed operator before it
        KeyedStream<Sample, String> samples =
                DataStreamUtils.reinterpretAsKeyedStream(distinct, Sample::hostId);

        SingleOutputStreamOperator<HostReading> readings =
                samples.process(
                                new AggregateWindows(
                                        config.windows(),
                                        config.allowedLateness(),
                                        config.windowGrace(),
                                        config.hostRetention()))
                        .uid("aggregate-windows")
                        .name("Aggregate windows");
        SingleOutputStreamOperator<HostState> hosts =
                samples.process(
                                new TrackHosts(
                                        config.leastSilence(),
                                        config.hostRepeat(),
                                        config.hostRetention()))
                        .uid("track-hosts")
                        .name("Track hosts");

        KeyedStream<Sample, String> removals =
                samples.filter(Sample::removesHost)
                        .uid("filter-removals")
                        .name("Filter removals")
                        .keyBy(Sample::hostId);
        SingleOutputStreamOperator<HostReading> silences =
                publishedAlerts
                        .flatMap(new ReadSilences())
                        .uid("read-silences")
                        .name("Read silences")
                        .keyBy(PublishedSilence::hostId)
                        .connect(removals)
                        .process(new RecallSilences(SILENCE_RECALL))
                        .uid("recall-silences")
                        .name("Recall silences");

        SingleOutputStreamOperator<ConditionEvent> conditions =
                DataStreamUtils.reinterpretAsKeyedStream(
                                readings.union(silences), HostReading::hostId)
                        .connect(rules.broadcast(EvaluateRules.RULES))
                        .process(new EvaluateRules(config.windowSizes(), config.hostRetention()))
                        .uid("evaluate-rules")
                        .name("Evaluate rules");

        DataStream<AlertTransition> alerts =
                AlertGraph.build(conditions, conditions.getSideOutput(EvaluateRules.CHANGES));

        DataStream<DeadLetter> deadLetters =
                decoded.getSideOutput(DecodeSamples.REFUSED)
                        .union(conditions.getSideOutput(EvaluateRules.REFUSED));

        write(
                conditions
                        .getSideOutput(EvaluateRules.WINDOWS)
                        .filter(
                                window ->
                                        slidingDeviceWindows
                                                || window.isOfHost()
                                                || !window.isSliding())
                        .uid("publish-windows")
                        .name("Publish windows")
                        .map(new DocumentWindows()),
                "windows",
                sinks.windows());
        write(alerts.map(AlertDocument::of), "alerts", sinks.alerts());
        write(hosts.map(HostDocument::of), "hosts", sinks.hosts());
        write(deadLetters.map(DeadLetterDocument::of), "dead-letters", sinks.deadLetters());
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
