package io.hostpulse.job.pipeline;

import io.hostpulse.job.alert.AlertLifecycle;
import io.hostpulse.job.alert.FlappingLifecycle;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.pattern.ConditionPattern;
import io.hostpulse.job.pattern.Flapping;
import io.hostpulse.job.pattern.ForgettingCepOperator;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From what is wrong on hosts to alerts: a pattern for each kind of rule, and the life of the
 * alerts. All events of one alert key go through one pattern, so they stay in the host's order.
 */
final class AlertGraph {

    private AlertGraph() {}

    /**
     * @param conditions what the rules say of hosts
     * @param changes which alerts fired or were resolved, as the rules see it
     * @param ends of alerts that are published as open, in case that they are not known
     */
    static DataStream<AlertTransition> build(
            DataStream<ConditionEvent> conditions,
            DataStream<StateChange> changes,
            DataStream<AlertTransition> ends) {
        DataStream<ConditionEvent> verdicts =
                ConditionPattern.all().stream()
                        .<DataStream<ConditionEvent>>map(pattern -> find(conditions, pattern))
                        .reduce(DataStream::union)
                        .orElseThrow();
        SingleOutputStreamOperator<AlertTransition> alerts =
                verdicts.keyBy(ConditionEvent::alertKey)
                        .connect(
                                ends.filter(end -> !end.flapping())
                                        .uid("ends-of-alerts")
                                        .name("Ends of alerts")
                                        .keyBy(AlertTransition::alertKey))
                        .process(new AlertLifecycle())
                        .uid("alert-lifecycle")
                        .name("Alert lifecycle");
        return alerts.union(flapping(changes, ends));
    }

    private static DataStream<AlertTransition> flapping(
            DataStream<StateChange> changes, DataStream<AlertTransition> ends) {
        return ForgettingCepOperator.apply(
                        changes.keyBy(StateChange::alertKey),
                        Flapping.pattern(),
                        new Flapping.TakeVerdict(),
                        TypeInformation.of(StateChange.class))
                .uid("flapping-alert")
                .name("Flapping alert")
                .keyBy(StateChange::alertKey)
                .connect(
                        ends.filter(AlertTransition::flapping)
                                .uid("ends-of-flapping")
                                .name("Ends of flapping")
                                .keyBy(AlertTransition::alertKey))
                .process(new FlappingLifecycle())
                .uid("flapping-lifecycle")
                .name("Flapping lifecycle");
    }

    private static DataStream<ConditionEvent> find(
            DataStream<ConditionEvent> conditions, ConditionPattern pattern) {
        String uid = pattern.uid();
        String name = uid.replace('-', ' ');
        return ForgettingCepOperator.apply(
                        conditions
                                .filter(pattern.ofKind())
                                .uid("conditions-of-" + uid)
                                .name("Conditions of " + name)
                                .keyBy(ConditionEvent::alertKey),
                        pattern.pattern(),
                        pattern.verdicts(),
                        TypeInformation.of(ConditionEvent.class))
                .uid(uid)
                .name(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }
}
