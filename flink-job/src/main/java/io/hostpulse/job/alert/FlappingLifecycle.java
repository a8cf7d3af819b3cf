package io.hostpulse.job.alert;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Raises an alert of its own about an alert that flaps, and resolves it when that one is quiet. An
 * end that comes of itself is of such an alert that is published as open, and ends it if it is not
 * known.
 *
 * <p>State per rule, host and thing: the alert about the flapping, until it is resolved; that of
 * {@link UnknownAlerts}.
 */
public final class FlappingLifecycle
        extends KeyedCoProcessFunction<String, StateChange, AlertTransition, AlertTransition> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<AlertTransition> firing;
    private transient UnknownAlerts unknown;

    @Override
    public void open(OpenContext context) {
        firing =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "flapping", Types.POJO(AlertTransition.class)));
        unknown = new UnknownAlerts(getRuntimeContext());
    }

    @Override
    public void processElement1(StateChange change, Context context, Collector<AlertTransition> out)
            throws Exception {
        AlertTransition alert = firing.value();
        if (alert == null && !change.quiet()) {
            alert = transition(change, null);
            firing.update(alert);
            out.collect(alert);
        } else if (alert != null && change.quiet()) {
            AlertTransition end = transition(change, alert);
            firing.clear();
            unknown.remember(end, context.timerService());
            out.collect(end);
        }
    }

    @Override
    public void processElement2(
            AlertTransition end, Context context, Collector<AlertTransition> out) throws Exception {
        unknown.take(end, firing.value(), context.timerService());
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<AlertTransition> out)
            throws Exception {
        unknown.onTimer(timerMillis, firing.value(), context.timerService(), out::collect);
    }

    /**
     * The end keeps severity, threshold, peak and message: the rule may speak of something else by
     * now, that began and did not last.
     *
     * @param fired null if it fires with {@code change}
     */
    private static AlertTransition transition(StateChange change, AlertTransition fired) {
        ConditionEvent event = change.event();
        boolean fires = fired == null;
        long startedMillis = fires ? event.beganMillis() : fired.startedMillis();
        String severity = fires ? event.severity() : fired.severity();
        return new AlertTransition(
                change.alertKey() + "|flapping|" + startedMillis,
                fires ? 1 : 2,
                fires ? State.FIRING : State.RESOLVED,
                fires ? null : State.FIRING,
                event.ruleId(),
                event.ruleName(),
                severity,
                severity,
                event.hostId(),
                event.hostName(),
                event.device(),
                event.metric(),
                change.timeMillis(),
                event.putBackMillis(),
                startedMillis,
                fires ? change.timeMillis() : fired.firedMillis(),
                fires ? 0 : change.timeMillis(),
                event.value(),
                fires ? event.threshold() : fired.threshold(),
                fires ? event.peak() : fired.peak(),
                fires && event.inHysteresis(),
                event.mutedUntilMillis(),
                true,
                event.identity(),
                event.labels(),
                fires ? "Flapping, " + changes(change) + ": " + event.message() : fired.message(),
                reason(change, fires));
    }

    private static String reason(StateChange change, boolean fires) {
        if (fires) {
            return changes(change);
        }
        return change.event().reason().isEmpty()
                ? "quiet for " + within(change)
                : change.event().reason();
    }

    private static String changes(StateChange change) {
        return change.changes() + " changes within " + within(change);
    }

    private static String within(StateChange change) {
        return HumanDuration.format(Duration.ofMillis(change.withinMillis()));
    }
}
