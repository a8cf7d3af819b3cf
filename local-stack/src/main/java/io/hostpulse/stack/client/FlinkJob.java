package io.hostpulse.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/**
 * A job that the JobManager knows, as it is now.
 *
 * @param state Flink's name for it, such as {@code RUNNING}
 * @param tasks how many there are
 * @param runningTasks how many of them run
 * @param brokenTasks how many have failed, or end because others have
 */
public record FlinkJob(
        String id,
        String name,
        String state,
        Instant started,
        int tasks,
        int runningTasks,
        int brokenTasks) {

    /** From these a job never returns. */
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

    private static final Set<String> WELL = Set.of("INITIALIZING", "CREATED", "RUNNING");

    static FlinkJob ofOverview(JsonNode job) {
        JsonNode tasks = job.path("tasks");
        return new FlinkJob(
                job.path("jid").asText(),
                job.path("name").asText(),
                job.path("state").asText(),
                Instant.ofEpochMilli(job.path("start-time").asLong()),
                tasks.path("total").intValue(),
                tasks.path("running").intValue(),
                tasks.path("failed").intValue()
                        + tasks.path("canceling").intValue()
                        + tasks.path("canceled").intValue());
    }

    public boolean isActive() {
        return !ENDED.contains(state);
    }

    /** Whether the job runs and so does each of its tasks. */
    public boolean isFullyRunning() {
        return state.equals("RUNNING") && tasks > 0 && runningTasks == tasks;
    }

    /** Whether it has failed, or some of it has and is not started again yet. */
    public boolean isBroken() {
        return !WELL.contains(state) || brokenTasks > 0;
    }
}
