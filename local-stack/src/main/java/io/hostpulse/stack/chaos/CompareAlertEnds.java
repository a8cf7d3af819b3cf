package io.hostpulse.stack.chaos;

import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.stack.chaos.AlertHistory.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for the alerts of every rule: each has all its transitions once, is resolved in the
 * end, and is one document that says so. Of those about silence there are no more than silences.
 */
final class CompareAlertEnds {

    private static final String INDEX = "hostpulse-alerts-*";

    /** Of the stock rule, less what the clocks of broker and job may be apart. */
    private static final Duration SILENT = Duration.ofMillis(29_500);

    private final Tally tally = new Tally("alerts");

    CompareAlertEnds(Documents documents, AlertHistory history) {
        Map<String, String> states = new HashMap<>();
        documents.readAll(
                INDEX,
                hit -> {
                    Transition newest = Transition.of(hit.path("_source"));
                    String before = states.put(newest.alertId(), describe(newest));
                    if (before != null) {
                        tally.tooMuch("a second document of " + newest.alertId());
                    }
                });
        history.byAlert().forEach((alertId, all) -> check(alertId, all, states.remove(alertId)));
        states.keySet().forEach(alertId -> tally.tooMuch(alertId + ", without a history"));
    }

    private void check(String alertId, List<Transition> all, String document) {
        Transition last = all.get(all.size() - 1);
        tally.expect(
                all.size() == last.number(),
                "%d of %d transitions of %s"
                        .formatted(last.number() - all.size(), last.number(), alertId));
        tally.expect(last.isResolved(), "the end of " + alertId + ", which is " + last.state());
        tally.expect(
                describe(last).equals(document),
                "%s as %s: its document is %s".formatted(alertId, describe(last), document));
    }

    /**
     * Of one host: why it was called silent.
     *
     * @param silences ids of the rules about silence
     */
    void silencesOf(
            String hostId,
            List<SampleRecord> arrivals,
            List<Transition> transitions,
            Set<String> silences) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < arrivals.size(); i++) {
            long millis = arrivals.get(i).arrivalMillis() - arrivals.get(i - 1).arrivalMillis();
            if (millis >= SILENT.toMillis()) {
                gaps.add(millis);
            }
        }
        List<String> told =
                transitions.stream()
                        .filter(each -> silences.contains(each.rule()))
                        .map(Transition::alertId)
                        .distinct()
                        .toList();
        for (int i = gaps.size(); i < told.size(); i++) {
            tally.tooMuch(
                    "%s: silences of %s ms of %s, but %d alerts about them: %s"
                            .formatted(told.get(i), gaps, hostId, told.size(), told));
        }
    }

    Comparison result() {
        return tally.result();
    }

    private static String describe(Transition transition) {
        return transition.state() + " #" + transition.number();
    }
}
