package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.PublishedAlert;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Optional;

/** From documents of alerts back to what they were made of, but for who the host is. */
public final class PublishedAlerts {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PublishedAlerts() {}

    /** None of what is no alert, or has an id under which the job would not publish it. */
    public static Optional<PublishedAlert> read(byte[] json) {
        try {
            AlertTransition alert = alert(MAPPER.readTree(json));
            return hasItsId(alert) ? Optional.of(PublishedAlert.of(alert)) : Optional.empty();
        } catch (IOException
                | DateTimeException
                | ArithmeticException
                | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static AlertTransition alert(JsonNode document) {
        JsonNode alert = document.path("hostpulse").path("alert");
        String id = alert.path("id").asText();
        long beganMillis = AlertId.beganMillis(id);
        long putBackMillis = beganMillis - AlertNotices.millis(alert.path("started"));
        String severity = alert.path("severity").asText();
        return new AlertTransition(
                id,
                alert.path("transition").asInt(),
                state(alert.path("state")),
                alert.has("previous_state") ? state(alert.path("previous_state")) : null,
                document.at("/rule/id").asText(),
                document.at("/rule/name").asText(),
                severity,
                alert.path("previous_severity").asText(severity),
                document.at("/host/id").asText(),
                document.at("/host/name").asText(),
                alert.path("device").asText(),
                alert.path("metric").asText(),
                steady(document.path("@timestamp"), putBackMillis),
                putBackMillis,
                beganMillis,
                steady(alert.path("fired"), putBackMillis),
                steady(alert.path("resolved"), putBackMillis),
                alert.path("value").asDouble(Double.NaN),
                alert.path("threshold").asDouble(Double.NaN),
                alert.path("peak").asDouble(Double.NaN),
                alert.path("in_hysteresis").asBoolean(),
                AlertNotices.millis(alert.path("muted_until")),
                alert.path("flapping").asBoolean(),
                null,
                document.path("labels").isObject() ? document.path("labels").toString() : "{}",
                alert.path("message").asText(),
                alert.path("reason").asText());
    }

    private static State state(JsonNode label) {
        return Arrays.stream(State.values())
                .filter(state -> state.label().equals(label.asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state: " + label));
    }

    private static long steady(JsonNode time, long putBackMillis) {
        long millis = AlertNotices.millis(time);
        return millis == 0 ? 0 : millis + putBackMillis;
    }

    private static boolean hasItsId(AlertTransition alert) {
        return !alert.hostId().isEmpty()
                && alert.alertId()
                        .equals(
                                alert.alertKey()
                                        + (alert.flapping() ? "|flapping|" : "|")
                                        + alert.startedMillis());
    }
}
