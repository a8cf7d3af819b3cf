package io.hostpulse.wire.rule;

import static java.util.stream.Collectors.toCollection;

import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What people want to be told about.
 *
 * @param name what people call it, such as "Sustained CPU load"
 * @param severity of an alert at first; escalations raise it
 * @param enabled whether it holds for hosts of which no override says otherwise
 * @param sustainedFor how long the conditions have to hold before an alert fires; zero for all
 *     triggers but {@link Conditions}
 * @param keepFiringFor how long the conditions have to be gone before an alert is resolved
 * @param noDataAfter how long a metric may stay away before its alert has no data
 * @param escalations ascending by severity, all graver than the rule's
 * @param overrides the first whose selector matches a host counts for it
 * @param activeTimes when people want to be told; empty: always
 * @param flapping when an alert that comes and goes is one flapping alert; empty: never
 * @param labels go along with every alert
 * @param message what the alert says; {@code {host}}, {@code {device}}, {@code {metric}}, {@code
 *     {value}}, {@code {threshold}}, {@code {for}} and {@code {severity}} are filled in
 */
public record Rule(
        String id,
        String name,
        Severity severity,
        boolean enabled,
        HostSelector hosts,
        Trigger when,
        Duration sustainedFor,
        Duration keepFiringFor,
        Duration noDataAfter,
        List<Escalation> escalations,
        List<HostOverride> overrides,
        Optional<ActiveTimes> activeTimes,
        Optional<Flapping> flapping,
        Map<String, String> labels,
        String message)
        implements Definition {

    public Rule {
        escalations = List.copyOf(escalations);
        overrides = List.copyOf(overrides);
        // in a fixed order: alerts carry them on, and must come out the same every time
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * The rule as it holds on that host: its override applied, none left. Empty where it does not
     * hold.
     */
    public Optional<Rule> on(HostIdentity host) {
        if (!hosts.matches(host)) {
            return Optional.empty();
        }
        Rule rule =
                overrides.stream()
                        .filter(override -> override.hosts().matches(host))
                        .findFirst()
                        .map(this::with)
                        .orElse(this);
        return rule.enabled ? Optional.of(rule) : Optional.empty();
    }

    /** All conditions of the trigger, in its order; none for {@link Silence}. */
    public List<Condition> conditions() {
        return when.conditions();
    }

    /**
     * What kind of thing it is evaluated for: {@link Dimension#HOST}, or the one other dimension
     * among its conditions.
     */
    public Dimension dimension() {
        return conditions().stream()
                .map(condition -> condition.metric().dimension())
                .filter(dimension -> dimension != Dimension.HOST)
                .findAny()
                .orElse(Dimension.HOST);
    }

    /** Whether the thing with that name is looked at. True of the host itself, "". */
    public boolean watches(String device) {
        List<String> only = when.only();
        return only.isEmpty()
                || device.isEmpty()
                || only.stream().anyMatch(glob -> Glob.matches(glob, device));
    }

    /** Sizes of the windows that its conditions look at, ascending. */
    public Set<Duration> windows() {
        return conditions().stream()
                .flatMap(condition -> condition.over().stream())
                .map(WindowAggregate::size)
                .collect(toCollection(TreeSet::new));
    }

    private Rule with(HostOverride override) {
        Severity itsSeverity = override.severity().orElse(severity);
        return new Rule(
                id,
                name,
                itsSeverity,
                override.enabled().orElse(enabled),
                hosts,
                when.with(override),
                when instanceof Conditions
                        ? override.sustainedFor().orElse(sustainedFor)
                        : sustainedFor,
                keepFiringFor,
                noDataAfter,
                escalations.stream()
                        .filter(step -> step.severity().compareTo(itsSeverity) > 0)
                        .toList(),
                List.of(),
                activeTimes,
                flapping,
                labels,
                message);
    }
}
