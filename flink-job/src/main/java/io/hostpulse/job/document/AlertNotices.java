package io.hostpulse.job.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.wire.SafeText;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * From alert documents to the body of a request to Alertmanager, after <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">its API v2</a>.
 */
public final class AlertNotices {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What Alertmanager does not take in the name of a label. */
    private static final Pattern NOT_OF_NAMES = Pattern.compile("[^a-zA-Z0-9_]");

    /** Labels that say which alert it is. */
    private static final Set<String> OWN_LABELS =
            Set.of("alertname", "rule", "severity", "host", "host_id", "device", "flapping");

    private AlertNotices() {}

    /** The notice of an alert that has fired; none of one that has not, or of something else. */
    public static Optional<AlertNotice> read(byte[] json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            JsonNode alert = document.path("hostpulse").path("alert");
            String id = alert.path("id").asText();
            long firedMillis = millis(alert.path("fired"));
            long timeMillis = millis(document.path("@timestamp"));
            if (id.isEmpty() || firedMillis == 0 || timeMillis == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new AlertNotice(
                            id,
                            alert.path("transition").asInt(),
                            document.at("/rule/id").asText(),
                            document.at("/rule/name").asText(),
                            alert.path("severity").asText(),
                            document.at("/host/id").asText(),
                            document.at("/host/name").asText(),
                            alert.path("device").asText(),
                            alert.path("message").asText(),
                            alert.path("reason").asText(),
                            alert.path("value").asDouble(Double.NaN),
                            alert.path("threshold").asDouble(Double.NaN),
                            timeMillis,
                            millis(alert.path("started")),
                            firedMillis,
                            millis(alert.path("resolved")),
                            millis(alert.path("muted_until")),
                            alert.path("flapping").asBoolean(),
                            labels(document.path("labels")).toString()));
        } catch (IOException | DateTimeParseException | ArithmeticException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * The body that tells of {@code notices}.
     *
     * @param nowMillis no alert is said to begin or end later than this, wherever its host's clock
     *     is: Alertmanager would take one that ends in the future for firing
     * @param untilMillis when Alertmanager may take a firing alert for resolved if it hears no more
     */
    public static byte[] toAlertmanager(
            List<AlertNotice> notices, long nowMillis, long untilMillis) {
        ArrayNode body = MAPPER.createArrayNode();
        for (AlertNotice notice : notices) {
            ObjectNode alert = body.addObject();
            alert.set("labels", labels(notice));
            alert.set("annotations", annotations(notice));
            long endMillis = Math.min(notice.resolvedMillis(), nowMillis);
            alert.put(
                    "startsAt",
                    time(
                            Math.min(
                                    notice.firedMillis(),
                                    notice.isFiring() ? nowMillis : endMillis)));
            alert.put("endsAt", time(notice.isFiring() ? untilMillis : endMillis));
        }
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** By its labels Alertmanager knows an alert. */
    private static ObjectNode labels(AlertNotice notice) {
        ObjectNode labels = MAPPER.createObjectNode();
        try {
            labels.setAll(labels(MAPPER.readTree(notice.labels())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("labels of an alert: " + notice.labels(), impossible);
        }
        labels.put("alertname", SafeText.ofLine(notice.ruleName()))
                .put("rule", notice.ruleId())
                .put("severity", notice.severity())
                .put("host", SafeText.ofLine(notice.hostName()))
                .put("host_id", SafeText.ofLine(notice.hostId()))
                .put("device", SafeText.ofLine(notice.device()));
        if (notice.flapping()) {
            labels.put("flapping", "true");
        }
        return labels;
    }

    private static ObjectNode annotations(AlertNotice notice) {
        ObjectNode annotations =
                MAPPER.createObjectNode()
                        .put("summary", SafeText.ofLine(notice.message()))
                        .put("reason", SafeText.ofLine(notice.reason()))
                        .put("started", time(notice.startedMillis()));
        if (Double.isFinite(notice.value())) {
            annotations.put("value", Double.toString(notice.value()));
        }
        if (Double.isFinite(notice.threshold())) {
            annotations.put("threshold", Double.toString(notice.threshold()));
        }
        return annotations;
    }

    /** The labels under names that Alertmanager takes, and that are not those of the alert. */
    private static ObjectNode labels(JsonNode labels) {
        Map<String, String> byKey = new TreeMap<>();
        labels.properties()
                .forEach(
                        label ->
                                byKey.put(
                                        label.getKey(),
                                        SafeText.ofLine(label.getValue().asText())));
        ObjectNode sanitised = MAPPER.createObjectNode();
        LabelNames.byName(byKey, AlertNotices::sanitise, OWN_LABELS).forEach(sanitised::put);
        return sanitised;
    }

    private static String sanitise(String name) {
        String sanitised = NOT_OF_NAMES.matcher(name).replaceAll("_");
        return sanitised.isEmpty() || Character.isDigit(sanitised.charAt(0))
                ? "_" + sanitised
                : sanitised;
    }

    /** 0 where there is no time. */
    static long millis(JsonNode time) {
        return time.isMissingNode() ? 0 : Instant.parse(time.asText()).toEpochMilli();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
