package io.hostpulse.job.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.wire.rule.Severity;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The document of an alert as it is after a transition. Its times are those of the host's clock as
 * it goes then: if that was put back, what was before is put back, too.
 */
public final class AlertDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertDocument() {}

    public static KafkaDocument of(AlertTransition alert) {
        long durationMillis = alert.timeMillis() - alert.startedMillis();
        Json json =
                new Json()
                        .putTime("@timestamp", onClock(alert.timeMillis(), alert))
                        .put("ecs.version", SampleDocuments.ECS_VERSION)
                        .put("message", alert.message())
                        .put("event.kind", "alert")
                        .put("event.category", "host")
                        .put("event.type", eventType(alert))
                        .put("event.action", alert.state().label())
                        .putTime("event.start", onClock(alert.startedMillis(), alert))
                        .putTime("event.end", onClock(alert.resolvedMillis(), alert))
                        .put("event.duration", TimeUnit.MILLISECONDS.toNanos(durationMillis))
                        .put("rule.id", alert.ruleId())
                        .put("rule.name", alert.ruleName())
                        .put("hostpulse.alert.id", alert.alertId())
                        .put("hostpulse.alert.transition", (long) alert.transition())
                        .put("hostpulse.alert.state", alert.state().label())
                        .put("hostpulse.alert.severity", alert.severity())
                        .put("hostpulse.alert.device", alert.device())
                        .put("hostpulse.alert.metric", alert.metric())
                        .putTime("hostpulse.alert.started", onClock(alert.startedMillis(), alert))
                        .putTime("hostpulse.alert.fired", onClock(alert.firedMillis(), alert))
                        .putTime("hostpulse.alert.resolved", onClock(alert.resolvedMillis(), alert))
                        .put("hostpulse.alert.duration.ms", durationMillis)
                        .putTime("hostpulse.alert.muted_until", alert.mutedUntilMillis())
                        .put("hostpulse.alert.flapping", alert.flapping())
                        .put("hostpulse.alert.in_hysteresis", alert.inHysteresis())
                        .put("hostpulse.alert.message", alert.message())
                        .put("hostpulse.alert.reason", alert.reason());
        putHost(json, alert);
        Severity.ofLabel(alert.severity())
                .ifPresent(severity -> json.put("event.severity", rank(severity)));
        if (alert.previous() != null) {
            json.put("hostpulse.alert.previous_state", alert.previous().label());
        }
        if (!alert.severity().equals(alert.previousSeverity())) {
            json.put("hostpulse.alert.previous_severity", alert.previousSeverity());
        }
        putIfKnown(json, "hostpulse.alert.value", alert.value());
        putIfKnown(json, "hostpulse.alert.threshold", alert.threshold());
        putIfKnown(json, "hostpulse.alert.peak", alert.peak());
        putLabels(json, alert.labels());
        return new KafkaDocument(
                alert.alertId(),
                DocumentId.of(alert.alertId()),
                alert.version(),
                onClock(alert.timeMillis(), alert),
                json.toBytes());
    }

    private static long onClock(long steadyMillis, AlertTransition alert) {
        return steadyMillis == 0 ? 0 : steadyMillis - alert.putBackMillis();
    }

    /** ECS's words for what happens to a host, here to what is wrong with it. */
    private static String eventType(AlertTransition alert) {
        if (alert.state() == AlertTransition.State.RESOLVED) {
            return "end";
        }
        return alert.transition() == 1 ? "start" : "change";
    }

    /** The greater, the graver. */
    private static long rank(Severity severity) {
        return switch (severity) {
            case INFO -> 1;
            case WARNING -> 2;
            case CRITICAL -> 3;
        };
    }

    /** An alert of an older release says only which host it is about. */
    private static void putHost(Json json, AlertTransition alert) {
        if (alert.identity() != null) {
            byte[] identity = Base64.getDecoder().decode(alert.identity());
            HostFields.putInventory(json, HostFields.read(identity), alert.hostName());
        }
        json.put("host.id", alert.hostId()).put("host.name", alert.hostName());
    }

    private static void putIfKnown(Json json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    private static void putLabels(Json json, String labels) {
        try {
            Map<String, String> byKey = new TreeMap<>();
            for (var label : MAPPER.readTree(labels).properties()) {
                byKey.put(label.getKey(), label.getValue().asText());
            }
            HostFields.putFreeLabels(json, byKey);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("labels of an alert: " + labels, impossible);
        }
    }
}
