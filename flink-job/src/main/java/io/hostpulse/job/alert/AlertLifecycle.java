package io.hostpulse.job.alert;

import io.hostpulse.job.alert.AlertStates.Outcome;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.OpenAlert;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Leads each alert from its beginning to its resolution, by what the patterns hand on, and says so
 * at every change. What makes no sense in an alert's state is passed over and counted. An end that
 * comes of itself is of an alert that is published as open, and ends it if it is not known.
 *
 * <p>State per rule, host and thing: the open alert, until it is resolved; that of {@link
 * UnknownAlerts}.
 */
public final class AlertLifecycle
        extends KeyedCoProcessFunction<String, ConditionEvent, AlertTransition, AlertTransition> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<OpenAlert> open;
    private transient UnknownAlerts unknown;
    private transient Counter senseless;
    private transient Map<AlertTransition.State, Counter> reached;

    @Override
    public void open(OpenContext context) {
        open =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "open-alert", Types.POJO(OpenAlert.class)));
        unknown = new UnknownAlerts(getRuntimeContext());
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        senseless = metrics.counter("senselessConditionEvents");
        reached = new EnumMap<>(AlertTransition.State.class);
        for (AlertTransition.State state : AlertTransition.State.values()) {
            reached.put(
                    state, metrics.addGroup("state", state.label()).counter("alertTransitions"));
        }
    }

    @Override
    public void processElement1(
            ConditionEvent event, Context context, Collector<AlertTransition> out)
            throws Exception {
        Outcome outcome = AlertStates.next(open.value(), event);
        if (outcome instanceof Outcome.Changed changed) {
            say(changed.transition(), out);
            // an empty value clears the state
            open.update(changed.open().orElse(null));
            if (changed.open().isEmpty()) {
                unknown.remember(changed.transition(), context.timerService());
            }
        } else if (outcome instanceof Outcome.Senseless) {
            senseless.inc();
        }
    }

    @Override
    public void processElement2(
            AlertTransition end, Context context, Collector<AlertTransition> out) throws Exception {
        unknown.take(end, newest(), context.timerService());
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<AlertTransition> out)
            throws Exception {
        unknown.onTimer(timerMillis, newest(), context.timerService(), end -> say(end, out));
    }

    private AlertTransition newest() throws Exception {
        OpenAlert alert = open.value();
        return alert == null ? null : alert.newest();
    }

    private void say(AlertTransition transition, Collector<AlertTransition> out) {
        out.collect(transition);
        reached.get(transition.state()).inc();
    }
}
