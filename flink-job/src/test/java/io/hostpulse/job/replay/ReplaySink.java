package io.hostpulse.job.replay;

import io.hostpulse.job.model.KafkaDocument;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Keeps something of the newest document of each id, as Elasticsearch would. What it keeps outlives
 * the job, which holds copies of the sink, and its failures.
 */
final class ReplaySink<T> implements Sink<KafkaDocument> {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, Map<String, Object>> KEPT = new ConcurrentHashMap<>();

    private final int number = NEXT.getAndIncrement();
    private final Keep<T> keep;

    /** What is kept of a document. */
    interface Keep<T> extends Serializable {

        void take(KafkaDocument document, Map<String, T> kept) throws IOException;
    }

    ReplaySink(Keep<T> keep) {
        this.keep = keep;
    }

    /** What has been kept, by the keys under which that was done. */
    @SuppressWarnings("unchecked") // only this sink writes there
    Map<String, T> kept() {
        return (Map<String, T>) KEPT.computeIfAbsent(number, unused -> new ConcurrentHashMap<>());
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all sinks must have
    public SinkWriter<KafkaDocument> createWriter(InitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(KafkaDocument document, Context position) throws IOException {
                keep.take(document, kept());
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
