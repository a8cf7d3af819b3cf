package io.hostpulse.stack.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A change of an alert that has come.
 *
 * @param previous the state before; empty for a new alert
 * @param severityChanged whether it is graver or milder than before
 * @param hasFired whether it fires or has
 * @param value NaN where there is none
 */
record ObservedAlert(
        AlertChange change,
        Optional<AlertState> previous,
        String severity,
        boolean severityChanged,
        boolean hasFired,
        double value,
        String message,
        String reason) {

    /**
     * @param document as the job writes it
     */
    static ObservedAlert read(Duration at, JsonNode document) {
        JsonNode alert = document.path("hostpulse").path("alert");
        return new ObservedAlert(
                new AlertChange(
                        at,
                        document.at("/rule/id").asText(),
                        document.at("/host/id").asText(),
                        alert.path("device").asText(),
                        alert.path("flapping").asBoolean(),
                        AlertState.ofLabel(alert.path("state").asText()).orElseThrow()),
                AlertState.ofLabel(alert.path("previous_state").asText()),
                alert.path("severity").asText(),
                alert.has("previous_severity"),
                alert.has("fired"),
                alert.path("value").asDouble(Double.NaN),
                alert.path("message").asText(),
                alert.path("reason").asText());
    }

    /** Whether it has come to another state or severity than it had. */
    boolean changesAlert() {
        return severityChanged || !previous.equals(Optional.of(change.state()));
    }

    /** {@code firing cpu-usage on a, critical, 0.97}. */
    @Override
    public String toString() {
        return change
                + ", "
                + severity
                + (Double.isNaN(value) ? "" : ", " + value)
                + (reason.isEmpty() ? "" : ", " + reason);
    }
}
