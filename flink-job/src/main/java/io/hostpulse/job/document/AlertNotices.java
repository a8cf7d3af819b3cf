package io.hostpulse.job.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.job.model.AlertNotice;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * From alert documents to the body of a request to Alertmanager, after <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">its API v2</a>.
 */
public final class AlertNotices {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertNotices() {}

    /** The notice of an alert document; none where {@code json} is something else. */
    public static Optional<AlertNotice> read(byte[] json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            JsonNode alert = document.path("hostpulse").path("alert");
            String id = alert.path("id").asText();
            if (id.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new AlertNotice(
                            id,
                            document.at("/rule/id").asText(),
                            document.at("/rule/name").asText(),
                            alert.path("severity").asText(),
                            document.at("/host/id").asText(),
                            document.at("/host/name").asText(),
                            alert.path("message").asText(),
                            alert.path("reason").asText(),
                            millis(alert.path("fired")),
                            alert.has("resolved") ? millis(alert.path("resolved")) : 0));
        } catch (IOException | DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * The body that tells of {@code notices}.
     *
     * @param untilMillis when Alertmanager may take a firing alert for resolved if it hears no more
     */
    public static byte[] toAlertmanager(List<AlertNotice> notices, long untilMillis) {
        ArrayNode body = MAPPER.createArrayNode();
        for (AlertNotice notice : notices) {
            ObjectNode alert = body.addObject();
            alert.putObject("labels")
                    .put("alertname", notice.ruleName())
                    .put("rule", notice.ruleId())
                    .put("severity", notice.severity())
                    .put("host", notice.hostName())
                    .put("host_id", notice.hostId());
            ObjectNode annotations =
                    alert.putObject("annotations").put("summary", notice.message());
            if (!notice.isFiring()) {
                annotations.put("reason", notice.reason());
            }
            alert.put("startsAt", time(notice.firedMillis()));
            alert.put("endsAt", time(notice.isFiring() ? untilMillis : notice.resolvedMillis()));
        }
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.asText()).toEpochMilli();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
