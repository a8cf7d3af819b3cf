package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.model.PublishedSilence;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Optional;

/** From documents of alerts back to the silences that they are about. */
public final class PublishedSilences {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PublishedSilences() {}

    /** None of an alert about anything else, which has a metric, and of what is no alert. */
    public static Optional<PublishedSilence> read(byte[] json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            JsonNode alert = document.path("hostpulse").path("alert");
            String id = alert.path("id").asText();
            long putBackMillis =
                    AlertId.beganMillis(id) - AlertNotices.millis(alert.path("started"));
            long resolvedMillis = AlertNotices.millis(alert.path("resolved"));
            PublishedSilence silence =
                    new PublishedSilence(
                            id,
                            document.at("/rule/id").asText(),
                            document.at("/rule/name").asText(),
                            alert.path("severity").asText(),
                            document.at("/host/id").asText(),
                            document.at("/host/name").asText(),
                            AlertNotices.millis(document.path("@timestamp")) + putBackMillis,
                            putBackMillis,
                            AlertId.beganMillis(id),
                            resolvedMillis == 0 ? 0 : resolvedMillis + putBackMillis,
                            AlertNotices.millis(alert.path("muted_until")),
                            labels(document),
                            alert.path("message").asText(),
                            alert.path("reason").asText(),
                            false);
            return alert.has("metric") || !hasItsId(silence)
                    ? Optional.empty()
                    : Optional.of(silence);
        } catch (IOException
                | DateTimeException
                | ArithmeticException
                | NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    private static String labels(JsonNode document) {
        return document.path("labels").isObject() ? document.path("labels").toString() : "{}";
    }

    /** Whether the job would publish it under the same id again. */
    private static boolean hasItsId(PublishedSilence silence) {
        return !silence.hostId().isEmpty()
                && silence.alertId()
                        .equals(
                                "%s|%s||%d"
                                        .formatted(
                                                silence.ruleId(),
                                                silence.hostId(),
                                                silence.startedMillis()));
    }
}
