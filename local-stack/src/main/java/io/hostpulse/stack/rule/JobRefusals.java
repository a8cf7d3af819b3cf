package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.wire.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which rules the job has refused, after its dead letters. Each names the record that was refused,
 * so one about an earlier version of a rule says nothing of the newest.
 */
public final class JobRefusals {

    private static final String CATEGORY = "invalid-rule";

    /** Refused samples may be many; reading more would take longer than people wait. */
    private static final long MOST_DEAD_LETTERS = 100_000;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JobRefusals() {}

    /**
     * The reasons by id, of those whose newest record was refused.
     *
     * @param settings of Kafka's clients
     * @throws StackException if the dead letters cannot be read
     */
    public static Map<String, String> read(
            Map<String, Object> settings, Map<String, RuleTopic.Entry> entries) {
        Map<String, String> idByOrigin = new TreeMap<>();
        entries.forEach(
                (id, entry) -> {
                    if (entry.json().isPresent()) {
                        idByOrigin.put(entry.origin(), id);
                    }
                });
        Map<String, String> reasonById = new TreeMap<>();
        new TopicReader(settings)
                .read(
                        Topics.DEAD_LETTERS,
                        MOST_DEAD_LETTERS,
                        letter -> {
                            String id = letter.key() == null ? null : idByOrigin.get(letter.key());
                            if (id != null) {
                                reasonOf(letter).ifPresent(reason -> reasonById.put(id, reason));
                            }
                        });
        return reasonById;
    }

    private static Optional<String> reasonOf(ConsumerRecord<String, String> letter) {
        try {
            JsonNode said = MAPPER.readTree(letter.value()).at("/hostpulse/dead_letter");
            return said.path("category").asText().equals(CATEGORY)
                    ? Optional.of(said.path("message").asText())
                    : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
