package io.hostpulse.job.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hostpulse.job.model.KafkaDocument;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Counts documents by their category, those without one under the empty name, and fails where one
 * is no JSON. The counts outlive the job, which holds copies of the sink.
 */
final class TallyingSink implements Sink<KafkaDocument> {

    private static final long serialVersionUID = 1L;
    private static final JsonFactory JSON = new JsonFactory();
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, Map<String, Integer>> TALLIES = new ConcurrentHashMap<>();

    private final int number = NEXT.getAndIncrement();

    Map<String, Integer> byCategory() {
        return new TreeMap<>(tally());
    }

    int total() {
        return tally().values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all sinks must have
    public SinkWriter<KafkaDocument> createWriter(InitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(KafkaDocument document, Context position) throws IOException {
                tally().merge(readCategory(document.json()), 1, Integer::sum);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    private static String readCategory(byte[] json) throws IOException {
        String category = "";
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("category")) {
                    category = parser.nextTextValue();
                }
            }
        }
        return category;
    }

    private Map<String, Integer> tally() {
        return TALLIES.computeIfAbsent(number, key -> new ConcurrentHashMap<>());
    }
}
