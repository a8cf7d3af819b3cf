package io.hostpulse.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes and removes savepoints, in whatever file system the cluster has its directory for them. */
public final class FlinkSavepoints {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final JsonHttp http;

    FlinkSavepoints(JsonHttp http) {
        this.http = http;
    }

    /** Takes a savepoint of a job that goes on running. */
    public RestorePoint take(String jobId, Duration limit) {
        JsonNode trigger = http.post("/jobs/" + jobId + "/savepoints", "{\"cancel-job\":false}");
        return awaitSavepoint(jobId, trigger, limit);
    }

    /** Stops a job at a savepoint, so that it can go on from there without loss. */
    public RestorePoint stopJob(String jobId, Duration limit) {
        JsonNode trigger = http.post("/jobs/" + jobId + "/stop", "{\"drain\":false}");
        return awaitSavepoint(jobId, trigger, limit);
    }

    /**
     * Takes a checkpoint now.
     *
     * @throws PendingException if it is not complete in time; it may become so later
     */
    public void checkpoint(String jobId, Duration limit) {
        String path = "/jobs/" + jobId + "/checkpoints";
        JsonNode trigger = http.post(path, "{\"checkpointType\":\"CONFIGURED\"}");
        await(path + "/" + trigger.path("request-id").asText(), limit, "checkpoint");
    }

    /**
     * What a job that is cancelled can be started from again: its newest complete checkpoint, the
     * newest savepoint left aside, or what it was started from itself if it has none yet.
     */
    public Optional<RestorePoint> newestState(String jobId) {
        return newestState(latest(jobId));
    }

    static Optional<RestorePoint> newestState(JsonNode latest) {
        return find(latest, "completed")
                .or(() -> find(latest, "restored"))
                .map(checkpoint -> checkpoint.path("external_path").asText())
                .filter(path -> path.contains("/"))
                .map(path -> new RestorePoint(path.replaceFirst("^file:/*", "/"), "NO_CLAIM"));
    }

    /** How large the job's newest savepoint is, in bytes. */
    public OptionalLong newestSize(String jobId) {
        return find(latest(jobId), "savepoint")
                .map(savepoint -> OptionalLong.of(savepoint.path("state_size").longValue()))
                .orElseGet(OptionalLong::empty);
    }

    /** Removes a savepoint. */
    public void dispose(RestorePoint savepoint, Duration limit) {
        JsonNode trigger =
                http.post(
                        "/savepoint-disposal",
                        JsonHttp.JSON
                                .createObjectNode()
                                .put("savepoint-path", savepoint.address())
                                .toString());
        await(
                "/savepoint-disposal/" + trigger.path("request-id").asText(),
                limit,
                "end to a savepoint");
    }

    private JsonNode latest(String jobId) {
        return http.get("/jobs/" + jobId + "/checkpoints").path("latest");
    }

    private static Optional<JsonNode> find(JsonNode latest, String kind) {
        return Optional.of(latest.path(kind)).filter(JsonNode::isObject);
    }

    private RestorePoint awaitSavepoint(String jobId, JsonNode trigger, Duration limit) {
        JsonNode operation =
                await(
                        "/jobs/" + jobId + "/savepoints/" + trigger.path("request-id").asText(),
                        limit,
                        "savepoint");
        return RestorePoint.savepoint(operation.path("location").asText());
    }

    private JsonNode await(String path, Duration limit, String what) {
        Instant deadline = Instant.now().plus(limit);
        while (Instant.now().isBefore(deadline)) {
            JsonNode answer = http.get(path);
            if (answer.path("status").path("id").asText().equals("COMPLETED")) {
                JsonNode operation = answer.path("operation");
                JsonNode failure =
                        operation.has("failure-cause")
                                ? operation.path("failure-cause")
                                : operation.path("failureCause");
                if (failure.isObject()) {
                    throw new StackException(
                            "Flink takes no %s: %s."
                                    .formatted(
                                            what,
                                            new FlinkTrace(failure.path("stack-trace").asText())
                                                    .rootCause()));
                }
                return operation;
            }
            Pause.of(POLL_INTERVAL);
        }
        throw new PendingException(
                "Flink has taken no %s in %d s.".formatted(what, limit.toSeconds()));
    }
}
