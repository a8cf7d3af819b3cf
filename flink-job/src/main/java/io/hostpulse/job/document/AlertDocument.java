package io.hostpulse.job.document;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.KafkaDocument;

/** The document of an alert as it is after a transition. */
public final class AlertDocument {

    private AlertDocument() {}

    public static KafkaDocument of(AlertTransition alert) {
        Json json =
                new Json()
                        .putTime("@timestamp", alert.timeMillis())
                        .put("event.kind", "alert")
                        .put("event.action", alert.state().label())
                        .put("rule.id", alert.ruleId())
                        .put("rule.name", alert.ruleName())
                        .put("host.id", alert.hostId())
                        .put("host.name", alert.hostName())
                        .put("hostpulse.alert.id", alert.alertId())
                        .put("hostpulse.alert.state", alert.state().label())
                        .put("hostpulse.alert.severity", alert.severity())
                        .put("hostpulse.alert.metric", alert.metric())
                        .putTime("hostpulse.alert.started", alert.startedMillis())
                        .putTime("hostpulse.alert.fired", alert.firedMillis())
                        .putTime("hostpulse.alert.resolved", alert.resolvedMillis())
                        .put(
                                "hostpulse.alert.duration.ms",
                                alert.timeMillis() - alert.startedMillis())
                        .put("hostpulse.alert.value", alert.value())
                        .put("hostpulse.alert.threshold", alert.threshold())
                        .put("hostpulse.alert.peak", alert.peak())
                        .put("hostpulse.alert.message", alert.message())
                        .put("hostpulse.alert.reason", alert.reason());
        return new KafkaDocument(
                alert.alertId(),
                DocumentId.of(alert.alertId()),
                alert.timeMillis(),
                json.toBytes());
    }
}
