package io.hostpulse.stack.chaos;

import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.wire.rule.Definition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Compares what a stack has made with what it must have made of what has gone in. */
final class Verdict {

    private final Elasticsearch elasticsearch;
    private final ChaosRules rules;
    private final Evidence evidence;
    private final Optional<Supplier<Evidence.Told>> told;

    /**
     * @param told empty where there is no Alertmanager
     */
    Verdict(
            Elasticsearch elasticsearch,
            ChaosRules rules,
            Evidence evidence,
            Optional<Supplier<Evidence.Told>> told) {
        this.elasticsearch = elasticsearch;
        this.rules = rules;
        this.evidence = evidence;
        this.told = told;
    }

    /**
     * Compares everything, what takes least time first.
     *
     * @param untilFirst whether to leave out the rest once something differs
     */
    List<Comparison> compare(boolean untilFirst) {
        Documents documents = new Documents(elasticsearch);
        List<Supplier<Comparison>> all = new ArrayList<>();
        all.add(
                () ->
                        CompareArrivals.ofSent(
                                evidence.fleet(), evidence.sent(), evidence.arrivals()));
        all.add(() -> CompareArrivals.ofAgents(evidence.samplesOfAgents()));
        all.add(() -> CompareDeadLetters.of(documents, evidence.arrivals().refused()));
        all.add(() -> compareSamples(documents));
        all.add(() -> compareWindows(documents));
        all.add(() -> compareAlerts(AlertHistory.read(documents)));
        all.add(() -> compareAlertEnds(documents, AlertHistory.read(documents)));
        told.ifPresent(
                current ->
                        all.add(
                                () ->
                                        compareNotifications(
                                                AlertHistory.read(documents), current.get())));
        List<Comparison> results = new ArrayList<>();
        for (Supplier<Comparison> each : all) {
            Comparison result = each.get();
            results.add(result);
            if (untilFirst && !result.isEqual()) {
                return results;
            }
        }
        return results;
    }

    private Comparison compareSamples(Documents documents) {
        CompareSamples comparison = new CompareSamples(documents);
        evidence.samplesByHost().forEach(comparison::host);
        return comparison.result();
    }

    private Comparison compareWindows(Documents documents) {
        CompareWindows comparison = new CompareWindows(documents);
        evidence.samplesByHost().values().forEach(host -> comparison.host(HostHistory.of(host)));
        return comparison.result();
    }

    private Comparison compareAlerts(AlertHistory history) {
        List<Definition> definitions = rules.definitions();
        Set<String> others = new HashSet<>(rules.silences());
        others.add(ChaosRules.CHANGING);
        CompareAlerts comparison = new CompareAlerts(definitions, others);
        evidence.samplesByHost()
                .forEach(
                        (host, samples) ->
                                comparison.host(HostHistory.of(samples), history.ofHost(host)));
        return comparison.result();
    }

    private Comparison compareAlertEnds(Documents documents, AlertHistory history) {
        CompareAlertEnds comparison = new CompareAlertEnds(documents, history);
        for (Map.Entry<String, List<SampleRecord>> host : evidence.samplesByHost().entrySet()) {
            comparison.silencesOf(
                    host.getKey(),
                    host.getValue(),
                    history.ofHost(host.getKey()),
                    rules.silences());
        }
        return comparison.result();
    }

    private Comparison compareNotifications(AlertHistory history, Evidence.Told people) {
        Comparison comparison =
                new CompareNotifications(
                                history,
                                people.notifications(),
                                people.alertmanagerEnds(),
                                evidence.clocksSet())
                        .result();
        return comparison.withTooMuch(people.stillFiring());
    }
}
