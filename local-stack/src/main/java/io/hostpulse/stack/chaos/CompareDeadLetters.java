package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether there is one dead letter of each refused record, and no other. */
final class CompareDeadLetters {

    private static final String INDEX = "hostpulse-dead-letters-*";
    private static final int KEPT_BYTES = 64 * 1024;

    private CompareDeadLetters() {}

    static Comparison of(Documents documents, List<Arrivals.Refused> refused) {
        Map<String, Map<String, Object>> expected = new TreeMap<>();
        for (Arrivals.Refused each : refused) {
            byte[] value = each.value().toByteArray();
            byte[] kept = value.length > KEPT_BYTES ? Arrays.copyOf(value, KEPT_BYTES) : value;
            expected.put(
                    each.origin(),
                    Map.of(
                            "category", each.category(),
                            "key", each.key(),
                            "value", Base64.getEncoder().encodeToString(kept)));
        }
        Map<String, Map<String, Object>> found = new TreeMap<>();
        documents.readAll(
                INDEX,
                hit -> {
                    JsonNode letter = hit.at("/_source/hostpulse/dead_letter");
                    String id = hit.path("_id").asText();
                    found.put(
                            found.containsKey(id) ? id + " in " + hit.path("_index").asText() : id,
                            Map.of(
                                    "category", letter.path("category").asText(),
                                    "key", letter.path("key").asText(""),
                                    "value", letter.at("/value/base64").asText("")));
                });
        Tally tally = new Tally("dead letters");
        tally.compare(expected, found);
        return tally.result();
    }
}
