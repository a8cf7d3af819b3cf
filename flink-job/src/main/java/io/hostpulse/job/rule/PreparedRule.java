package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Aggregate;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Sequence;
import io.hostpulse.wire.rule.Threshold;
import java.util.List;

/**
 * A rule laid out for evaluation: where each of its conditions finds its value.
 *
 * @param dimension number of the dimension of the things that it is evaluated for
 * @param places by condition; those of a sequence are its steps, then {@code unless}
 * @param ruledOutBy the condition that rules a sequence out, as a bit, if samples show it; else 0
 */
record PreparedRule(Rule rule, int dimension, List<Place> places, long ruledOutBy) {

    private static final char SEPARATOR = '|';

    /**
     * Where a condition's value is.
     *
     * @param window name of the window that it is an aggregate over, null for a sample's value
     * @param aggregate null for a sample's value
     * @param slot position among the metrics of a sample
     * @param windowSlot position among the metrics of a window, -1 for a sample's value
     */
    record Place(
            Condition condition,
            int dimension,
            String window,
            Aggregate aggregate,
            int slot,
            int windowSlot) {

        boolean isIn(Window candidate) {
            return window != null
                    && dimension == candidate.dimension()
                    && window.equals(candidate.name());
        }

        /** The aggregate, NaN where the window has no value of the metric. */
        double read(Window from) {
            if (windowSlot >= from.counts().length || from.counts()[windowSlot] == 0) {
                return Double.NaN;
            }
            return switch (aggregate) {
                case AVG -> from.sums()[windowSlot] / from.counts()[windowSlot];
                case MIN -> from.minima()[windowSlot];
                case MAX -> from.maxima()[windowSlot];
                case LAST -> from.lasts()[windowSlot];
                case SUM, INCREASE -> from.sums()[windowSlot];
                case COUNT -> from.counts()[windowSlot];
                case RANGE -> from.maxima()[windowSlot] - from.minima()[windowSlot];
                case P50 -> from.p50()[windowSlot];
                case P95 -> from.p95()[windowSlot];
                case P99 -> from.p99()[windowSlot];
            };
        }

        /**
         * The value, NaN where the sample has none.
         *
         * @param deviceOffset where the thing's metrics begin; below 0 if the sample has no such
         *     thing
         */
        double read(Sample from, int deviceOffset) {
            if (dimension == Dimension.HOST_VALUE) {
                return from.values()[slot];
            }
            return deviceOffset < 0 ? Double.NaN : from.deviceValues()[deviceOffset + slot];
        }
    }

    static PreparedRule of(Rule rule) {
        List<Place> places = rule.conditions().stream().map(PreparedRule::place).toList();
        return new PreparedRule(
                rule, rule.dimension().getNumber(), places, ruledOutBy(rule, places));
    }

    boolean isOfHost() {
        return dimension == Dimension.HOST_VALUE;
    }

    /** Whether it matters when a condition begins, not only whether it holds. */
    boolean asksForBeginnings() {
        return rule.when() instanceof Sequence || rule.when() instanceof Repetition;
    }

    /** Key of the rule's progress on a thing; {@code device} is empty for the host itself. */
    String key(String device) {
        return key(rule.id(), device);
    }

    static String key(String ruleId, String device) {
        return ruleId + SEPARATOR + device;
    }

    /** The id of the rule whose progress has that key. */
    static String ruleOf(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /** The name of the thing whose progress has that key. */
    static String deviceOf(String key) {
        return key.substring(key.indexOf(SEPARATOR) + 1);
    }

    /** Whether any of its conditions is about windows. */
    boolean looksAtWindows() {
        return places.stream().anyMatch(place -> place.window() != null);
    }

    /** Whether any of its conditions learns what is usual. */
    boolean learns() {
        return places.stream().anyMatch(place -> place.condition() instanceof Deviation);
    }

    /** How many steps its sequence has; 0 for rules of another kind. */
    int steps() {
        return rule.when() instanceof Sequence sequence ? sequence.steps().size() : 0;
    }

    /** How many bursts make an alert; 0 for rules of another kind. */
    int times() {
        return rule.when() instanceof Repetition repetition ? repetition.times() : 0;
    }

    private static long ruledOutBy(Rule rule, List<Place> places) {
        int last = places.size() - 1;
        boolean isShownBySamples =
                rule.when() instanceof Sequence sequence
                        && sequence.unless().isPresent()
                        && places.get(last).window() == null
                        && places.get(last).condition() instanceof Threshold;
        return isShownBySamples ? 1L << last : 0;
    }

    private static Place place(Condition condition) {
        Metric metric = condition.metric();
        int dimension = metric.dimension().getNumber();
        boolean ofHost = metric.dimension() == Dimension.HOST;
        int slot = ofHost ? HostMetrics.slot(metric) : DeviceMetrics.slot(metric);
        List<Metric> aggregated =
                ofHost ? HostMetrics.aggregated() : DeviceMetrics.aggregated(dimension);
        return condition
                .over()
                .map(
                        over ->
                                new Place(
                                        condition,
                                        dimension,
                                        HumanDuration.format(over.size()),
                                        over.aggregate(),
                                        slot,
                                        aggregated.indexOf(metric)))
                .orElseGet(() -> new Place(condition, dimension, null, null, slot, -1));
    }
}
