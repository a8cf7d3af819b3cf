package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every transition of every alert, as it is indexed. */
final class AlertHistory {

    private static final String INDEX = "hostpulse-alert-history-*";

    private final Map<String, List<Transition>> byHost = new TreeMap<>();

    /**
     * @param id of the alert and its number
     * @param isFired whether the alert has ever fired
     */
    record Transition(
            String id,
            String alertId,
            int number,
            String rule,
            String hostId,
            String device,
            String severity,
            String state,
            String reason,
            Instant time,
            boolean isFired,
            boolean isFlapping,
            JsonNode document) {

        static Transition of(JsonNode document) {
            JsonNode alert = document.at("/hostpulse/alert");
            String alertId = alert.path("id").asText();
            int number = alert.path("transition").asInt();
            return new Transition(
                    alertId + "#" + number,
                    alertId,
                    number,
                    document.at("/rule/id").asText(),
                    document.at("/host/id").asText(),
                    alert.path("device").asText(""),
                    alert.path("severity").asText(),
                    alert.path("state").asText(),
                    alert.path("reason").asText(),
                    Instant.parse(document.path("@timestamp").asText()),
                    alert.has("fired"),
                    alert.path("flapping").asBoolean(),
                    document);
        }

        boolean isResolved() {
            return state.equals("resolved");
        }

        /** Which alert it is to Alertmanager. */
        String notificationKey() {
            return NotificationReceiver.key(rule, hostId, device, severity, isFlapping);
        }
    }

    static AlertHistory read(Documents documents) {
        AlertHistory history = new AlertHistory();
        documents.readAll(
                INDEX,
                hit -> {
                    Transition transition = Transition.of(hit.path("_source"));
                    history.byHost
                            .computeIfAbsent(transition.hostId(), id -> new ArrayList<>())
                            .add(transition);
                });
        return history;
    }

    List<Transition> ofHost(String hostId) {
        return byHost.getOrDefault(hostId, List.of());
    }

    /** By alert, in the order of their numbers. */
    Map<String, List<Transition>> byAlert() {
        Map<String, List<Transition>> byAlert = new TreeMap<>();
        byHost.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Transition::number))
                .forEach(
                        each ->
                                byAlert.computeIfAbsent(each.alertId(), id -> new ArrayList<>())
                                        .add(each));
        return byAlert;
    }
}
