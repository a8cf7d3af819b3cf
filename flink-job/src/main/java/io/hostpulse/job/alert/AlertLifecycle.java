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
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Leads each alert from its beginning to its resolution, by what the patterns hand on, and says so
 * at every change. What makes no sense in an alert's state is passed over and counted.
 *
 * <p>State per rule, host and thing: the open alert, until it is resolved.
 */
public final class AlertLifecycle
        extends KeyedProcessFunction<String, ConditionEvent, AlertTransition> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<OpenAlert> open;
    private transient Counter senseless;
    private transient Map<AlertTransition.State, Counter> reached;

    @Override
    public void open(OpenContext context) {
        open =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "open-alert", Types.POJO(OpenAlert.class)));
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        senseless = metrics.counter("senselessConditionEvents");
        reached = new EnumMap<>(AlertTransition.State.class);
        for (AlertTransition.State state : AlertTransition.State.values()) {
            reached.put(
                    state, metrics.addGroup("state", state.label()).counter("alertTransitions"));
        }
    }

    @Override
    public void processElement(
            ConditionEvent event, Context context, Collector<AlertTransition> out)
            throws Exception {
        Outcome outcome = AlertStates.next(open.value(), event);
        if (outcome instanceof Outcome.Changed changed) {
            out.collect(changed.transition());
            reached.get(changed.transition().state()).inc();
            // an empty value clears the state
            open.update(changed.open().orElse(null));
        } else if (outcome instanceof Outcome.Senseless) {
            senseless.inc();
        }
    }
}
