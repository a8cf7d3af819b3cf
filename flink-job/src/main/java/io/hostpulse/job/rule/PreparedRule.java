package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Aggregate;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Sequence;
import io.hostpulse.wire.rule.Silence;
import io.hostpulse.wire.rule.Threshold;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule laid out for evaluation: where each of its conditions finds its value.
 *
 * @param dimension number of the dimension of the things that it is evaluated for
 * @param places by condition; those of a sequence are its steps, then {@code unless}
 */
record PreparedRule(Rule rule, int dimension, List<Place> places) {

    /**
     * Where a condition's value is.
     *
     * @param window name of the window that it is an aggregate over, null for a sample's value
     * @param slot position among the metrics of a sample, or of a window
     */
    record Place(Condition condition, int dimension, String window, Aggregate aggregate, int slot) {

        boolean isIn(Window candidate) {
            return window != null
                    && dimension == candidate.dimension()
                    && window.equals(candidate.name());
        }

        /** The aggregate, NaN where the window has no value of the metric. */
        double read(Window from) {
            if (slot >= from.counts().length || from.counts()[slot] == 0) {
                return Double.NaN;
            }
            return switch (aggregate) {
                case AVG -> from.sums()[slot] / from.counts()[slot];
                case MIN -> from.minima()[slot];
                case MAX -> from.maxima()[slot];
                case LAST -> from.lasts()[slot];
                case SUM -> from.sums()[slot];
                case COUNT -> from.counts()[slot];
                case RANGE -> from.maxima()[slot] - from.minima()[slot];
                case P50 -> from.p50()[slot];
                case P95 -> from.p95()[slot];
                case P99 -> from.p99()[slot];
            };
        }
    }

    static PreparedRule of(Rule rule) {
        return new PreparedRule(
                rule,
                rule.dimension().getNumber(),
                conditionsOf(rule).stream().map(PreparedRule::place).toList());
    }

    boolean isOfHost() {
        return dimension == Dimension.HOST_VALUE;
    }

    /** Key of the rule's progress on a thing; {@code device} is empty for the host itself. */
    String key(String device) {
        return rule.id() + "|" + device;
    }

    private static List<Condition> conditionsOf(Rule rule) {
        return switch (rule.when()) {
            case Conditions conditions -> conditions.conditions();
            case Sequence sequence -> {
                List<Condition> all = new ArrayList<>();
                sequence.steps().forEach(step -> all.add(step.condition()));
                sequence.unless().ifPresent(all::add);
                yield all;
            }
            case Repetition repetition -> List.of(repetition.condition());
            case Silence silence -> List.of();
        };
    }

    private static Place place(Condition condition) {
        Metric metric = condition.metric();
        int dimension = metric.dimension().getNumber();
        if (condition instanceof Threshold threshold && threshold.over().isPresent()) {
            return new Place(
                    condition,
                    dimension,
                    HumanDuration.format(threshold.over().get().size()),
                    threshold.over().get().aggregate(),
                    0);
        }
        return new Place(condition, dimension, null, null, 0);
    }
}
