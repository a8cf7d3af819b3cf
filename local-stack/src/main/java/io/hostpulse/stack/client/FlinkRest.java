package io.hostpulse.stack.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Flink's <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/ops/rest_api/">REST
 * API</a>: submitting a job, watching it.
 */
public final class FlinkRest {

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
     * @param name that the web UI shows
     * @return the jar's id
     */
    public String upload(Path jar, String name) {
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
                                    BodyPublishers.ofString(head.formatted(boundary, name), UTF_8),
                                    BodyPublishers.ofFile(jar),
                                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
            return Path.of(answer.path("filename").asText()).getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    /** Whether jars may be uploaded: not to a cluster that was made for one job. */
    public boolean takesJars() {
        return http.get("/config").path("features").path("web-submit").asBoolean(true);
    }

    /**
     * Runs the main method of an uploaded jar up to the point where the job would start.
     *
     * @return Flink's plan: {@code nodes} with {@code id} and {@code parallelism}
     * @throws StackException if that fails, with its reason
     */
    public JsonNode plan(JobSubmission submission) {
        ObjectNode request = describe(submission);
        submission
                .restore()
                .ifPresent(
                        point ->
                                request.putObject("flinkConfiguration")
                                        .put("execution.savepoint.path", point.address())
                                        .put(
                                                "execution.savepoint.ignore-unclaimed-state",
                                                submission.mayLeaveState()));
        try {
            return http.post("/jars/" + submission.jarId() + "/plan", request.toString())
                    .path("plan");
        } catch (HttpStatusException e) {
            throw new StackException(FlinkTrace.ofErrors(e).rootCause(), e);
        }
    }

    /**
     * Starts the job of an uploaded jar.
     *
     * @return the job's id
     * @throws StackException if the job cannot be started, with Flink's reason
     */
    public String run(JobSubmission submission) {
        ObjectNode request = describe(submission);
        submission
                .restore()
                .ifPresent(
                        point ->
                                request.put("savepointPath", point.address())
                                        .put("claimMode", point.claimMode())
                                        .put("allowNonRestoredState", submission.mayLeaveState()));
        try {
            return http.post("/jars/" + submission.jarId() + "/run", request.toString())
                    .path("jobid")
                    .asText();
        } catch (HttpStatusException e) {
            throw new StackException(
                    "Flink does not start the job: " + FlinkTrace.ofErrors(e).rootCause() + ".", e);
        }
    }

    /** Uploads and starts without state in one go. */
    public String submit(Path jar, List<String> arguments) {
        return run(
                new JobSubmission(
                        upload(jar, jar.getFileName().toString()),
                        arguments,
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    private static ObjectNode describe(JobSubmission submission) {
        ObjectNode request = JsonHttp.JSON.createObjectNode();
        submission.arguments().forEach(request.putArray("programArgsList")::add);
        submission.parallelism().ifPresent(parallelism -> request.put("parallelism", parallelism));
        return request;
    }

    /** The names of uploaded jars by their ids. */
    public Map<String, String> jars() {
        Map<String, String> names = new HashMap<>();
        http.get("/jars")
                .path("files")
                .forEach(jar -> names.put(jar.path("id").asText(), jar.path("name").asText()));
        return names;
    }

    /** Forgets an uploaded jar. */
    public void delete(String jarId) {
        http.send("/jars/" + jarId, "DELETE", "application/json", BodyPublishers.noBody());
    }

    /**
     * All jobs that the JobManager knows, newest first. They are as they are now, while what a job
     * itself answers is up to {@code web.refresh-interval}, by default 3 s, old.
     */
    public List<FlinkJob> jobs() {
        return StreamSupport.stream(http.get("/jobs/overview").path("jobs").spliterator(), false)
                .map(FlinkJob::ofOverview)
                .sorted((a, b) -> b.started().compareTo(a.started()))
                .toList();
    }

    public Optional<FlinkJob> findJob(String jobId) {
        return jobs().stream().filter(job -> job.id().equals(jobId)).findFirst();
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
        return findJob(jobId).filter(FlinkJob::isFullyRunning).isPresent();
    }

    /** How often the job, or a region of it, was restarted. */
    public int restarts(String jobId) {
        JsonNode metrics = http.get("/jobs/" + jobId + "/metrics?get=numRestarts");
        return metrics.path(0).path("value").asInt();
    }

    /**
     * How often the job, or a region of it, failed lately. Other than restarts it is known without
     * delay, unless somebody has asked about the job within {@code web.refresh-interval}.
     */
    public int failures(String jobId) {
        return http.get("/jobs/" + jobId + "/exceptions?maxExceptions=20")
                .path("exceptionHistory")
                .path("entries")
                .size();
    }

    /** Why the job failed last, in the words of the root cause. */
    public Optional<String> lastFailure(String jobId) {
        return lastFailedTask(jobId).map(failure -> failure.trace().rootCause());
    }

    public Optional<FailedTask> lastFailedTask(String jobId) {
        return FailedTask.newestOf(http.get("/jobs/" + jobId + "/exceptions?maxExceptions=1"));
    }

    /**
     * How many records a source has yet to read that are in Kafka already.
     *
     * @return 0 if the job has no such source, or it does not know yet
     */
    public long pendingRecords(String jobId, String vertexId) {
        String path = "/jobs/" + jobId + "/vertices/" + vertexId + "/subtasks/metrics";
        try {
            for (JsonNode metric : http.get(path)) {
                String name = metric.path("id").asText();
                if (name.endsWith(".pendingRecords")) {
                    JsonNode value = http.get(path + "?agg=sum&get=" + name);
                    return (long) value.path(0).path("sum").asDouble();
                }
            }
            return 0;
        } catch (HttpStatusException none) {
            return 0;
        }
    }

    /** What the job says of itself. */
    public Map<String, String> parameters(String jobId) {
        Map<String, String> parameters = new HashMap<>();
        http.get("/jobs/" + jobId + "/config")
                .path("execution-config")
                .path("user-config")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
        return parameters;
    }

    /** Slots that no job has. */
    public int freeSlots() {
        return http.get("/overview").path("slots-available").intValue();
    }

    public CheckpointSummary checkpoints(String jobId) {
        return CheckpointSummary.of(http.get("/jobs/" + jobId + "/checkpoints"));
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

    /** The job's {@code state} and {@code vertices}. */
    public JsonNode job(String jobId) {
        return http.get("/jobs/" + jobId);
    }

    /** Its savepoints and checkpoints. */
    public FlinkSavepoints savepoints() {
        return new FlinkSavepoints(http);
    }
}
