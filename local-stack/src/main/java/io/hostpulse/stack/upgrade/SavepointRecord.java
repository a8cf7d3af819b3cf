package io.hostpulse.stack.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.client.RestorePoint;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/**
 * What is written down of a savepoint.
 *
 * @param time when it was complete
 * @param operation the same for savepoints that were taken together, of jobs that share the work
 * @param sizeBytes 0 if it is not known
 * @param job that it is of
 * @param isUndone whether the upgrade that it was taken for was rolled back
 */
public record SavepointRecord(
        Instant time,
        RestorePoint savepoint,
        Reason reason,
        String operation,
        long sizeBytes,
        JobDescription job,
        boolean isUndone) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why a savepoint was taken. */
    public enum Reason {
        SAVEPOINT,
        UPGRADE,
        ROLLBACK,
        DOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As it is once its upgrade was rolled back. */
    public SavepointRecord undone() {
        return new SavepointRecord(time, savepoint, reason, operation, sizeBytes, job, true);
    }

    String json() {
        ObjectNode root =
                JSON.createObjectNode()
                        .put("time", time.toString())
                        .put("path", savepoint.location())
                        .put("reason", reason.label())
                        .put("operation", operation)
                        .put("sizeBytes", sizeBytes)
                        .put("undone", isUndone);
        root.set("job", job.json());
        return root.toPrettyString() + "\n";
    }

    /**
     * @throws IOException if it is no such record
     */
    static SavepointRecord read(String json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            return new SavepointRecord(
                    Instant.parse(root.required("time").asText()),
                    RestorePoint.savepoint(root.required("path").asText()),
                    Reason.valueOf(root.required("reason").asText().toUpperCase(Locale.ROOT)),
                    root.required("operation").asText(),
                    root.path("sizeBytes").longValue(),
                    JobDescription.read(root.required("job")),
                    root.path("undone").booleanValue());
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
