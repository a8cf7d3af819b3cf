package io.hostpulse.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/**
 * A job that the JobManager knows.
 *
 * @param state Flink's name for it, such as {@code RUNNING}
 */
public record FlinkJob(String id, String name, String state, Instant started) {

    /** From these a job never returns. */
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

    static FlinkJob ofOverview(JsonNode job) {
        return new FlinkJob(
                job.path("jid").asText(),
                job.path("name").asText(),
                job.path("state").asText(),
                Instant.ofEpochMilli(job.path("start-time").asLong()));
    }

    public boolean isActive() {
        return !ENDED.contains(state);
    }
}
