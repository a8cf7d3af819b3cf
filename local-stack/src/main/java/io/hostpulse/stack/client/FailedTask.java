package io.hostpulse.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A failure of a job.
 *
 * @param task that failed, as Flink names it; empty if it was none's
 */
public record FailedTask(String task, FlinkTrace trace) {

    /** The newest of those that Flink tells of a job. */
    static Optional<FailedTask> newestOf(JsonNode exceptions) {
        JsonNode newest = exceptions.path("exceptionHistory").path("entries").path(0);
        String trace =
                newest.path("stacktrace").asText(exceptions.path("root-exception").asText(""));
        return trace.isBlank()
                ? Optional.empty()
                : Optional.of(
                        new FailedTask(newest.path("taskName").asText(""), new FlinkTrace(trace)));
    }
}
