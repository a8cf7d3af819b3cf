package io.hostpulse.simulator.reference;

import io.hostpulse.wire.rule.Comparison;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import io.hostpulse.wire.rule.Threshold;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which severity an alert has by the values of its rule's first condition. Each escalation holds by
 * itself, from its threshold until its clear value; the gravest that holds counts, and the rule's
 * own severity when none does.
 */
final class Severities {

    private final Rule rule;
    private final boolean[] holds;

    Severities(Rule rule) {
        this.rule = rule;
        this.holds = new boolean[rule.escalations().size()];
    }

    /** Begins a new alert at which the first condition has that value. */
    void begin(ConditionState first) {
        Arrays.fill(holds, false);
        if (first.hasValue()) {
            take(first, first.newest().value());
        }
    }

    void advance(ConditionState first) {
        first.fresh().forEach(each -> take(first, each.value()));
    }

    Severity now() {
        List<Escalation> escalations = rule.escalations();
        for (int i = holds.length - 1; i >= 0; i--) {
            if (holds[i]) {
                return escalations.get(i).severity();
            }
        }
        return rule.severity();
    }

    /** The threshold that makes that severity, empty if it is the rule's own. */
    OptionalDouble threshold(Severity severity) {
        return rule.escalations().stream()
                .filter(step -> step.severity() == severity)
                .mapToDouble(Escalation::threshold)
                .findFirst();
    }

    private void take(ConditionState first, double value) {
        for (int i = 0; i < holds.length; i++) {
            Escalation step = rule.escalations().get(i);
            Comparison comparison = ((Threshold) first.condition()).comparison();
            holds[i] =
                    holds[i]
                            ? !comparison.isCleared(value, step.threshold(), step.clear())
                            : comparison.isBreached(value, step.threshold());
        }
    }
}
