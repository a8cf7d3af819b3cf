package io.hostpulse.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.FlinkRest;
import java.util.Map;
import java.util.TreeMap;

/** How often the tasks of a job were started again. */
final class TaskAttempts {

    private TaskAttempts() {}

    /** By the vertex's name the highest attempt of its subtasks; 0 is the first. */
    static Map<String, Integer> of(FlinkRest flink, String jobId) {
        Map<String, Integer> attempts = new TreeMap<>();
        for (JsonNode vertex : flink.get("/jobs/" + jobId).path("vertices")) {
            JsonNode subtasks =
                    flink.get("/jobs/" + jobId + "/vertices/" + vertex.path("id").asText())
                            .path("subtasks");
            for (JsonNode subtask : subtasks) {
                attempts.merge(
                        vertex.path("name").asText(), subtask.path("attempt").asInt(), Math::max);
            }
        }
        return attempts;
    }
}
