package io.hostpulse.stack.chaos;

import io.hostpulse.stack.chaos.AlertHistory.Transition;
import io.hostpulse.stack.chaos.NotificationReceiver.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether people were told of what has fired, once, and of its end.
 *
 * <p>An Alertmanager that is ended does not know any more whom it has told: it tells of what fires
 * once more, and not of the end of what it never heard to fire. An alert that fires for a short
 * time only, while nobody can be told, need not be.
 */
final class CompareNotifications {

    /** Longer than anything was away. */
    private static final Duration SURELY_TOLD = Duration.ofSeconds(90);

    private final Tally tally = new Tally("notifications");
    private final List<Instant> alertmanagerEnds;
    private final Map<String, Integer> allowed = new HashMap<>();
    private final Set<String> required = new HashSet<>();
    private final Set<String> flapping = new HashSet<>();

    /**
     * @param clocksSet ids of hosts of whose alerts the times say nothing
     */
    CompareNotifications(
            AlertHistory history,
            List<Notification> told,
            List<Instant> alertmanagerEnds,
            Set<String> clocksSet) {
        this.alertmanagerEnds = alertmanagerEnds;
        Map<String, List<Transition>> byAlert = history.byAlert();
        byAlert.values().stream()
                .filter(all -> all.get(0).isFlapping())
                .forEach(all -> flapping.add(thing(all.get(0))));
        byAlert.values().forEach(all -> expect(all, clocksSet));
        Map<String, List<Notification>> toldByKey = new TreeMap<>();
        for (Notification each : told) {
            if (!each.hostId().equals(Canary.HOST)) {
                toldByKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
            }
        }
        toldByKey.forEach(this::check);
        required.stream()
                .sorted()
                .forEach(key -> tally.expect(toldByKey.containsKey(key), "any about " + key));
    }

    Comparison result() {
        return tally.result();
    }

    private void expect(List<Transition> all, Set<String> clocksSet) {
        String before = "";
        Transition fired = null;
        for (Transition each : all) {
            if (each.isFired() && !each.isResolved()) {
                fired = fired == null ? each : fired;
                if (!each.severity().equals(before)) {
                    allowed.merge(each.notificationKey(), 1, Integer::sum);
                    before = each.severity();
                }
            }
        }
        Transition last = all.get(all.size() - 1);
        boolean isSurelyTold =
                fired != null
                        && !clocksSet.contains(last.hostId())
                        && !flapping.contains(thing(last))
                        && fired.severity().equals(last.severity())
                        && Duration.between(fired.time(), last.time()).compareTo(SURELY_TOLD) > 0;
        if (isSurelyTold) {
            required.add(fired.notificationKey());
        }
    }

    private void check(String key, List<Notification> told) {
        long firing = told.stream().filter(Notification::isFiring).count();
        long most = allowed.getOrDefault(key, 0);
        if (most == 0) {
            tally.tooMuch("any about " + key + ", which has not fired");
            return;
        }
        for (long i = 0; i < firing; i++) {
            if (i < most + alertmanagerEnds.size()) {
                tally.expect(true, key);
            } else {
                tally.tooMuch(
                        "%s was told %d times and fired %d times".formatted(key, firing, most));
            }
        }
        Notification last = told.get(told.size() - 1);
        boolean isForgotten =
                alertmanagerEnds.stream().anyMatch(end -> end.isAfter(last.time().minusSeconds(2)));
        if (!isForgotten) {
            tally.expect(!last.isFiring(), "the end of " + key);
        }
    }

    private static String thing(Transition transition) {
        return String.join("|", transition.rule(), transition.hostId(), transition.device());
    }
}
