package io.hostpulse.stack.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Unit;
import io.hostpulse.wire.rule.Aggregate;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Conditions.Mode;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.HostSelector;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import io.hostpulse.wire.rule.Sequence;
import io.hostpulse.wire.rule.Sequence.Step;
import io.hostpulse.wire.rule.Silence;
import io.hostpulse.wire.rule.Threshold;
import io.hostpulse.wire.rule.Trigger;
import io.hostpulse.wire.rule.WindowAggregate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What rules watch, in words. */
public final class RuleWords {

    private RuleWords() {}

    /** What a rule or maintenance that can be read watches, or mutes. */
    public static String ofJson(String json) {
        try {
            return RuleReader.read(json.getBytes(UTF_8)) instanceof Rule rule
                    ? of(rule.when())
                    : "maintenance";
        } catch (InvalidRuleException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Such as {@code avg over 30s of system.cpu.total.norm.pct >= 80%}. */
    static String of(Trigger trigger) {
        String only = trigger.only().isEmpty() ? "" : " of " + String.join(", ", trigger.only());
        return describe(trigger) + only;
    }

    /** Such as {@code web-*, env=prod}; {@code all} for every host. */
    static String of(HostSelector hosts) {
        String words =
                Stream.concat(
                                hosts.names().stream(),
                                hosts.labels().entrySet().stream()
                                        .map(label -> label.getKey() + "=" + label.getValue())
                                        .sorted())
                        .collect(joining(", "));
        return words.isEmpty() ? "all" : words;
    }

    private static String describe(Trigger trigger) {
        if (trigger instanceof Conditions conditions) {
            return conditions.conditions().stream()
                    .map(RuleWords::describe)
                    .collect(joining(conditions.mode() == Mode.ALL ? " and " : " or "));
        }
        if (trigger instanceof Sequence sequence) {
            return sequence.steps().stream().map(RuleWords::describe).collect(joining(", then "))
                    + sequence.unless().map(it -> ", unless " + describe(it)).orElse("");
        }
        if (trigger instanceof Repetition repetition) {
            return "%s, %d times within %s, each at most %s"
                    .formatted(
                            describe(repetition.condition()),
                            repetition.times(),
                            HumanDuration.format(repetition.within()),
                            HumanDuration.format(repetition.atMost()));
        }
        if (trigger instanceof Silence silence) {
            return "silent for "
                    + HumanDuration.format(silence.after())
                    + backWithin(silence.restartWithin(), "a stop")
                    + backWithin(silence.rebootWithin(), "a reboot");
        }
        throw new IllegalStateException(trigger.toString());
    }

    private static String backWithin(Optional<Duration> within, String goodbye) {
        return within.map(it -> ", for " + HumanDuration.format(it) + " after " + goodbye)
                .orElse("");
    }

    private static String describe(Step step) {
        return step.name()
                + (step.together() ? " together or" : "")
                + (step.within().isZero() ? "" : " within " + HumanDuration.format(step.within()))
                + " ("
                + describe(step.condition())
                + ")";
    }

    private static String describe(Condition condition) {
        if (condition instanceof Threshold threshold) {
            return threshold.over().map(RuleWords::describe).orElse("")
                    + threshold.metric().name()
                    + switch (threshold.comparison()) {
                        case ABOVE -> " > ";
                        case AT_LEAST -> " >= ";
                        case BELOW -> " < ";
                        case AT_MOST -> " <= ";
                    }
                    + value(threshold);
        }
        if (condition instanceof Deviation deviation) {
            return "%s deviates %s sigma"
                    .formatted(deviation.metric().name(), number(deviation.sigmas()));
        }
        throw new IllegalStateException(condition.toString());
    }

    private static String describe(WindowAggregate over) {
        return over.aggregate().label() + " over " + HumanDuration.format(over.size()) + " of ";
    }

    private static String value(Threshold threshold) {
        Metric metric = threshold.metric();
        boolean isCount =
                threshold.over().map(WindowAggregate::aggregate).stream()
                        .anyMatch(Aggregate.COUNT::equals);
        if (isCount) {
            return number(threshold.threshold());
        }
        if (metric.unit() == Unit.RATIO) {
            return number(threshold.threshold() * 100) + "%";
        }
        return number(threshold.threshold()) + (metric.unit() == Unit.PERCENT ? "%" : "");
    }

    private static String number(double value) {
        return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
