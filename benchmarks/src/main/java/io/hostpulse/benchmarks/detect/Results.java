package io.hostpulse.benchmarks.detect;

import io.hostpulse.job.kafka.KafkaDocumentSerializer;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.wire.Topics;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Counts what the detect pipeline puts out, makes records of it as the sinks of Kafka do, and
 * throws them away. The counts are the process's, as jobs hold copies of the sinks.
 */
public final class Results {

    private static final long QUIET_MILLIS = 1_000;
    private static final Map<Kind, LongAdder> COUNTS = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            COUNTS.put(kind, new LongAdder());
        }
    }

    private enum Kind {
        WINDOWS(Topics.WINDOWS),
        ALERTS(Topics.ALERTS),
        HOSTS(Topics.HOSTS),
        DEAD_LETTERS(Topics.DEAD_LETTERS);

        private final String topic;

        Kind(String topic) {
            this.topic = topic;
        }
    }

    private Results() {}

    static DetectPipeline.Sinks sinks() {
        return new DetectPipeline.Sinks(
                new CountingSink(Kind.WINDOWS),
                new CountingSink(Kind.ALERTS),
                new CountingSink(Kind.HOSTS),
                new CountingSink(Kind.DEAD_LETTERS));
    }

    public static void reset() {
        COUNTS.values().forEach(LongAdder::reset);
    }

    /** Of all kinds, since the last reset. */
    private static long total() {
        return COUNTS.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** All input has gone through when nothing comes out any more. */
    public static void awaitQuiet() throws InterruptedException {
        long before = -1;
        while (total() == 0 || total() != before) {
            before = total();
            Thread.sleep(QUIET_MILLIS);
        }
    }

    /** The counts of each kind, for people. */
    public static String describe() {
        return COUNTS.toString();
    }

    private record CountingSink(Kind kind) implements Sink<KafkaDocument>, Serializable {

        @Override
        @SuppressWarnings("deprecation") // the only method that all sinks must have
        public SinkWriter<KafkaDocument> createWriter(InitContext context) {
            LongAdder count = COUNTS.get(kind);
            KafkaDocumentSerializer serializer = new KafkaDocumentSerializer(kind.topic);
            return new SinkWriter<>() {
                @Override
                public void write(KafkaDocument document, Context position) {
                    serializer.serialize(document, null, null);
                    count.increment();
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
