package io.hostpulse.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job's checkpoints since it started.
 *
 * @param completed how many succeeded
 * @param failed how many did not
 * @param last the newest that succeeded
 */
public record CheckpointSummary(int completed, int failed, Optional<Completed> last) {

    /**
     * One checkpoint.
     *
     * @param time when it was completed
     * @param sizeBytes of the state it holds
     * @param duration from trigger to completion
     * @param path where it is
     */
    public record Completed(Instant time, long sizeBytes, Duration duration, String path) {}

    static CheckpointSummary of(JsonNode checkpoints) {
        JsonNode last = checkpoints.path("latest").path("completed");
        return new CheckpointSummary(
                checkpoints.path("counts").path("completed").intValue(),
                checkpoints.path("counts").path("failed").intValue(),
                last.isObject() ? Optional.of(completed(last)) : Optional.empty());
    }

    private static Completed completed(JsonNode checkpoint) {
        return new Completed(
                Instant.ofEpochMilli(checkpoint.path("latest_ack_timestamp").longValue()),
                checkpoint.path("state_size").longValue(),
                Duration.ofMillis(checkpoint.path("end_to_end_duration").longValue()),
                checkpoint.path("external_path").asText());
    }
}
