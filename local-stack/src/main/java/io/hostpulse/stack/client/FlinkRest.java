package io.hostpulse.stack.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Flink's <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/ops/rest_api/">REST
 * API</a>: submitting a job, watching it, taking savepoints.
 */
public final class FlinkRest {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final JsonHttp http;

    public FlinkRest(URI address) {
        this.http = new JsonHttp(address);
    }

    public boolean isUp() {
        try {
            http.get("/overview");
            return true;
        } catch (UncheckedIOException | HttpStatusException e) {
            return false;
        }
    }

    /** Slots of all TaskManagers together. */
    public int taskSlots() {
        return http.get("/overview").path("slots-total").intValue();
    }

    /**
     * Uploads a jar for {@link #run}.
     *
     * @return the jar's id
     */
    public String upload(Path jar) {
        String boundary = "hostpulse-" + System.nanoTime();
        String head =
                """
                --%s\r
                Content-Disposition: form-data; name="jarfile"; filename="%s"\r
                Content-Type: application/x-java-archive\r
                \r
                """;
        try {
            JsonNode answer =
                    http.send(
                            "/jars/upload",
                            "POST",
                            "multipart/form-data; boundary=" + boundary,
                            BodyPublishers.concat(
                                    BodyPublishers.ofString(
                                            head.formatted(boundary, jar.getFileName()), UTF_8),
                                    BodyPublishers.ofFile(jar),
                                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
            return Path.of(answer.path("filename").asText()).getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    /**
     * Starts the job of an uploaded jar. State of a pipeline that is not run any more, such as that
     * for an Alertmanager, is left behind.
     *
     * @param restore the state to start with; empty to start without any
     * @return the job's id
     * @throws StackException if the job cannot be started, with Flink's reason
     */
    public String run(String jarId, List<String> arguments, Optional<RestorePoint> restore) {
        ObjectNode request = JsonHttp.JSON.createObjectNode();
        arguments.forEach(request.putArray("programArgsList")::add);
        restore.ifPresent(
                point ->
                        request.put("savepointPath", "file://" + point.directory())
                                .put("claimMode", point.claimMode())
                                .put("allowNonRestoredState", true));
        try {
            return http.post("/jars/" + jarId + "/run", request.toString()).path("jobid").asText();
        } catch (HttpStatusException e) {
            throw new StackException("Flink does not start the job: " + reason(e) + ".", e);
        }
    }

    /** Uploads and starts in one go. */
    public String submit(Path jar, List<String> arguments, Optional<RestorePoint> restore) {
        return run(upload(jar), arguments, restore);
    }

    /** All jobs that the JobManager knows, newest first. */
    public List<FlinkJob> jobs() {
        return StreamSupport.stream(http.get("/jobs/overview").path("jobs").spliterator(), false)
                .map(FlinkJob::ofOverview)
                .sorted((a, b) -> b.started().compareTo(a.started()))
                .toList();
    }

    /** The newest job that has not ended. */
    public Optional<FlinkJob> activeJob() {
        return jobs().stream().filter(FlinkJob::isActive).findFirst();
    }

    /** Flink's name for the job's state, such as {@code RUNNING}. */
    public String jobState(String jobId) {
        return job(jobId).path("state").asText();
    }

    /** Whether the job runs and so does each of its tasks. */
    public boolean isFullyRunning(String jobId) {
        JsonNode job = job(jobId);
        return job.path("state").asText().equals("RUNNING")
                && StreamSupport.stream(job.path("vertices").spliterator(), false)
                        .allMatch(vertex -> vertex.path("status").asText().equals("RUNNING"));
    }

    /** How often the job, or a region of it, was restarted. */
    public int restarts(String jobId) {
        JsonNode metrics = http.get("/jobs/" + jobId + "/metrics?get=numRestarts");
        return metrics.path(0).path("value").asInt();
    }

    /** Why the job failed last, in the words of the root cause. */
    public Optional<String> lastFailure(String jobId) {
        JsonNode exceptions = http.get("/jobs/" + jobId + "/exceptions?maxExceptions=1");
        String trace = exceptions.path("root-exception").asText("");
        return trace.isBlank() ? Optional.empty() : Optional.of(rootCause(trace));
    }

    public CheckpointSummary checkpoints(String jobId) {
        return CheckpointSummary.of(http.get("/jobs/" + jobId + "/checkpoints"));
    }

    /** Takes a savepoint, in the cluster's directory for them, of a job that goes on running. */
    public RestorePoint savepoint(String jobId, Duration limit) {
        JsonNode trigger = http.post("/jobs/" + jobId + "/savepoints", "{\"cancel-job\":false}");
        return awaitSavepoint(jobId, trigger, limit);
    }

    /** Stops a job at a savepoint, so that it can go on from there without loss. */
    public RestorePoint stopWithSavepoint(String jobId, Duration limit) {
        JsonNode trigger = http.post("/jobs/" + jobId + "/stop", "{\"drain\":false}");
        return awaitSavepoint(jobId, trigger, limit);
    }

    /** Ends a job without a savepoint; its checkpoints are retained. */
    public void cancel(String jobId) {
        http.send(
                "/jobs/" + jobId + "?mode=cancel",
                "PATCH",
                "application/json",
                BodyPublishers.noBody());
    }

    /** Any other GET. */
    public JsonNode get(String path) {
        return http.get(path);
    }

    private JsonNode job(String jobId) {
        return http.get("/jobs/" + jobId);
    }

    private RestorePoint awaitSavepoint(String jobId, JsonNode trigger, Duration limit) {
        String path = "/jobs/" + jobId + "/savepoints/" + trigger.path("request-id").asText();
        Instant deadline = Instant.now().plus(limit);
        while (Instant.now().isBefore(deadline)) {
            JsonNode answer = http.get(path);
            if (answer.path("status").path("id").asText().equals("COMPLETED")) {
                JsonNode operation = answer.path("operation");
                if (operation.has("location")) {
                    return RestorePoint.savepoint(localPath(operation.path("location").asText()));
                }
                throw new StackException(
                        "Flink takes no savepoint: "
                                + rootCause(
                                        operation
                                                .path("failure-cause")
                                                .path("stack-trace")
                                                .asText())
                                + ".");
            }
            Pause.of(POLL_INTERVAL);
        }
        throw new StackException(
                "Flink has taken no savepoint in %d s.".formatted(limit.toSeconds()));
    }

    /** Flink writes {@code file:} and the path, its characters as they are. */
    private static Path localPath(String location) {
        return Path.of(location.replaceFirst("^file:/*", "/"));
    }

    private static String reason(HttpStatusException e) {
        try {
            JsonNode errors = JsonHttp.JSON.readTree(e.body()).path("errors");
            return rootCause(errors.path(errors.size() - 1).asText(e.body()));
        } catch (IOException noJson) {
            return e.body();
        }
    }

    /** The last cause named by a stack trace, or its first line, as the end of a sentence. */
    private static String rootCause(String trace) {
        List<String> lines = trace.lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .or(() -> lines.stream().findFirst())
                .map(line -> line.replaceFirst("^(Caused by: )?([a-z]\\w*\\.)*", ""))
                .map(line -> line.replaceFirst("\\.+$", ""))
                .orElse("no reason given");
    }
}
