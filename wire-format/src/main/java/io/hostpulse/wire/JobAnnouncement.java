package io.hostpulse.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job that detects says of itself when it starts, so that rules can be held against it
 * before it has them.
 *
 * @param groupId by which it is told from other jobs
 * @param windows as its option {@code --windows} has them, such as {@code 30s/10s}
 */
public record JobAnnouncement(String groupId, List<String> windows, Instant started) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public JobAnnouncement {
        windows = List.copyOf(windows);
    }

    public byte[] toJson() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("group_id", groupId).put("started", started.toString());
        windows.forEach(json.putArray("windows")::add);
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty if {@code json} is none. */
    public static Optional<JobAnnouncement> read(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            List<String> windows = new ArrayList<>();
            for (JsonNode window : tree.path("windows")) {
                windows.add(window.asText());
                HumanDuration.parse(window.asText().split("/")[0]);
            }
            return Optional.of(
                    new JobAnnouncement(
                            tree.path("group_id").asText(),
                            windows,
                            Instant.parse(tree.path("started").asText())));
        } catch (IOException | DateTimeException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
