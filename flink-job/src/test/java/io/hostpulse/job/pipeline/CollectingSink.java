package io.hostpulse.job.pipeline;

import io.hostpulse.job.model.KafkaDocument;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Keeps what is written where the test can see it, although the job holds copies of the sink. */
final class CollectingSink implements Sink<KafkaDocument> {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, List<KafkaDocument>> WRITTEN = new ConcurrentHashMap<>();

    private final int number = NEXT.getAndIncrement();

    List<KafkaDocument> documents() {
        return List.copyOf(written());
    }

    /** The newest document of each id. */
    Map<String, KafkaDocument> byId() {
        return documents().stream()
                .collect(Collectors.toMap(KafkaDocument::id, d -> d, (older, newer) -> newer));
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all sinks must have
    public SinkWriter<KafkaDocument> createWriter(InitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(KafkaDocument document, Context position) {
                written().add(document);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    private List<KafkaDocument> written() {
        return WRITTEN.computeIfAbsent(number, key -> new CopyOnWriteArrayList<>());
    }
}
