package io.hostpulse.job.alert;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.EarlyEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Opens an alert when a condition has held for long enough (first input), and resolves it when the
 * condition ends (second input). The two inputs come over different ways, so an end may overtake
 * the completion that was before it; the beginning that both carry tells which belong together.
 *
 * <p>State per rule and host, by when the condition began: alerts that fire, from firing to
 * resolution; ends without an alert, for a minute.
 */
public final class AlertLifecycle
        extends KeyedCoProcessFunction<String, ConditionEvent, ConditionEvent, AlertTransition> {

    private static final long serialVersionUID = 1L;
    private static final long OVERTAKING_MILLIS = 60_000;

    private transient MapState<Long, AlertTransition> firing;
    private transient MapState<Long, EarlyEnd> ended;

    @Override
    public void open(OpenContext context) {
        firing =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "firing", Types.LONG, Types.POJO(AlertTransition.class)));
        ended =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "ended", Types.LONG, Types.POJO(EarlyEnd.class)));
    }

    @Override
    public void processElement1(
            ConditionEvent completion, Context context, Collector<AlertTransition> out)
            throws Exception {
        AlertTransition alert = fire(completion);
        out.collect(alert);
        EarlyEnd end = ended.get(completion.beganMillis());
        if (end == null) {
            firing.put(completion.beganMillis(), alert);
        } else {
            out.collect(resolve(alert, end.event()));
            ended.remove(completion.beganMillis());
        }
    }

    @Override
    public void processElement2(ConditionEvent end, Context context, Collector<AlertTransition> out)
            throws Exception {
        AlertTransition alert = firing.get(end.beganMillis());
        if (alert != null) {
            out.collect(resolve(alert, end));
            firing.remove(end.beganMillis());
        } else {
            long expiresMillis = context.timerService().currentProcessingTime() + OVERTAKING_MILLIS;
            ended.put(end.beganMillis(), new EarlyEnd(end, expiresMillis));
            context.timerService().registerProcessingTimeTimer(expiresMillis);
        }
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<AlertTransition> out)
            throws Exception {
        List<Long> expired = new ArrayList<>();
        for (Map.Entry<Long, EarlyEnd> entry : ended.entries()) {
            if (entry.getValue().expiresMillis() <= timerMillis) {
                expired.add(entry.getKey());
            }
        }
        for (long beganMillis : expired) {
            ended.remove(beganMillis);
        }
    }

    private static AlertTransition fire(ConditionEvent completion) {
        return new AlertTransition(
                completion.alertKey() + "|" + completion.beganMillis(),
                1,
                State.FIRING,
                null,
                completion.ruleId(),
                completion.ruleName(),
                completion.severity(),
                completion.severity(),
                completion.hostId(),
                completion.hostName(),
                completion.device(),
                completion.metric(),
                completion.timeMillis(),
                completion.beganMillis(),
                completion.timeMillis(),
                0,
                completion.value(),
                completion.threshold(),
                completion.peak(),
                completion.mutedUntilMillis(),
                false,
                completion.labels(),
                completion.message(),
                "held for long enough");
    }

    private static AlertTransition resolve(AlertTransition alert, ConditionEvent end) {
        return new AlertTransition(
                alert.alertId(),
                2,
                State.RESOLVED,
                State.FIRING,
                alert.ruleId(),
                alert.ruleName(),
                alert.severity(),
                alert.severity(),
                alert.hostId(),
                end.hostName(),
                alert.device(),
                alert.metric(),
                end.timeMillis(),
                alert.startedMillis(),
                alert.firedMillis(),
                end.timeMillis(),
                end.value(),
                alert.threshold(),
                end.peak(),
                end.mutedUntilMillis(),
                false,
                alert.labels(),
                alert.message(),
                end.reason());
    }
}
