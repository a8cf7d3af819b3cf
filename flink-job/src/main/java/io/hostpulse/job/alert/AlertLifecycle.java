package io.hostpulse.job.alert;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Opens an alert when a condition has held for long enough (first input), and resolves it when the
 * condition ends (second input). The two inputs come over different ways, so an end may overtake
 * the completion that was before it; the beginning that both carry tells which belong together.
 *
 * <p>State per rule and host: the alert that fires, from firing to resolution; an end without an
 * alert, for a minute.
 */
public final class AlertLifecycle
        extends KeyedCoProcessFunction<String, ConditionEvent, ConditionEvent, AlertTransition> {

    private static final long serialVersionUID = 1L;
    private static final long OVERTAKING_MILLIS = 60_000;

    private transient ValueState<AlertTransition> firing;
    private transient ValueState<ConditionEvent> ended;

    @Override
    public void open(OpenContext context) {
        firing =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "firing", Types.POJO(AlertTransition.class)));
        ended =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "ended", Types.POJO(ConditionEvent.class)));
    }

    @Override
    public void processElement1(
            ConditionEvent completion, Context context, Collector<AlertTransition> out)
            throws Exception {
        AlertTransition alert = fire(completion);
        out.collect(alert);
        ConditionEvent end = ended.value();
        if (end != null && end.beganMillis() == completion.beganMillis()) {
            out.collect(resolve(alert, end));
            ended.clear();
        } else {
            firing.update(alert);
        }
    }

    @Override
    public void processElement2(ConditionEvent end, Context context, Collector<AlertTransition> out)
            throws Exception {
        AlertTransition alert = firing.value();
        if (alert != null && alert.startedMillis() == end.beganMillis()) {
            out.collect(resolve(alert, end));
            firing.clear();
        } else {
            ended.update(end);
            context.timerService()
                    .registerProcessingTimeTimer(
                            context.timerService().currentProcessingTime() + OVERTAKING_MILLIS);
        }
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<AlertTransition> out) {
        ended.clear();
    }

    private static AlertTransition fire(ConditionEvent completion) {
        return new AlertTransition(
                completion.alertKey() + "|" + completion.beganMillis(),
                State.FIRING,
                completion.ruleId(),
                completion.ruleName(),
                completion.severity(),
                completion.hostId(),
                completion.hostName(),
                completion.metric(),
                completion.timeMillis(),
                completion.beganMillis(),
                completion.timeMillis(),
                0,
                completion.value(),
                completion.threshold(),
                completion.peak(),
                completion.message(),
                "held for long enough");
    }

    private static AlertTransition resolve(AlertTransition alert, ConditionEvent end) {
        return new AlertTransition(
                alert.alertId(),
                State.RESOLVED,
                alert.ruleId(),
                alert.ruleName(),
                alert.severity(),
                alert.hostId(),
                end.hostName(),
                alert.metric(),
                end.timeMillis(),
                alert.startedMillis(),
                alert.firedMillis(),
                end.timeMillis(),
                end.value(),
                alert.threshold(),
                end.peak(),
                alert.message(),
                end.reason());
    }
}
