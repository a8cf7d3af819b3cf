package io.hostpulse.job.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** The labels of an alert. */
final class AlertLabels {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertLabels() {}

    /** Both as one JSON object, its keys in order; the rule's win. */
    static String json(Map<String, String> ofRule, Map<String, String> ofHost) {
        Map<String, String> labels = new TreeMap<>(ofHost);
        labels.putAll(ofRule);
        try {
            return MAPPER.writeValueAsString(labels);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
