package io.hostpulse.job.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hostpulse.simulator.reference.MetricSummary;
import io.hostpulse.simulator.reference.ReferenceWindow;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * A window reduced to which it is and one number over all that must be exact in it, so that some
 * hundred thousand can be compared.
 *
 * @param window host, size, start, dimension and device
 * @param exact over samples, count, avg, min, max, last and sum of every metric
 */
record Fingerprint(String window, long exact) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String METRICS = "hostpulse.metrics.";

    /** Of a document of a window. */
    static Fingerprint ofDocument(byte[] json) throws IOException {
        String host = "";
        String name = "";
        String start = "";
        String dimension = "";
        String device = "";
        long exact = 0;
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> path.addLast(parentOf(parser));
                    case END_OBJECT -> path.removeLast();
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                        String field = String.join(".", path).substring(1);
                        exact += ofValue(dot(field) + parser.currentName(), parser);
                    }
                    case VALUE_STRING -> {
                        String field =
                                dot(String.join(".", path).substring(1)) + parser.currentName();
                        switch (field) {
                            case "host.id" -> host = parser.getText();
                            case "host.name", "@timestamp", "hostpulse.window.end" -> {}
                            case "hostpulse.window.kind" -> {}
                            case "hostpulse.window.name" -> name = parser.getText();
                            case "hostpulse.window.start" -> start = parser.getText();
                            case "hostpulse.dimension" -> dimension = parser.getText();
                            default -> {
                                if (!field.startsWith("hostpulse.window.crossed")) {
                                    device = parser.getText();
                                }
                            }
                        }
                    }
                    default -> {}
                }
            }
        }
        return new Fingerprint(
                String.join("|", host, name, start, dimension, device), exact);
    }
}
