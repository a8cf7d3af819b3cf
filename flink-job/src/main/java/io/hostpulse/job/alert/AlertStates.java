package io.hostpulse.job.alert;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.OpenAlert;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.Optional;

/**
 * What the verdicts on a rule's condition make of an alert:
 *
 * <pre>
 *            BEGINS            HOLDS              CLEARS              STAYS_CLEAR
 *   (none) ---------> PENDING ---------> FIRING ----------> RECOVERING ---------> RESOLVED
 *      |                                 ^    ^                |
 *      +---------------------------------+    +----------------+
 *        HOLDS at once, STEP, BURST                RETURNS
 * </pre>
 *
 * From every state ENDS leads to RESOLVED, NO_DATA to NO_DATA and from there DATA back; SEVERITY,
 * MUTE and HYSTERESIS change an alert within its state.
 */
final class AlertStates {

    /** What an event does. */
    sealed interface Outcome {

        /** The alert changes; {@code open} is what remains of it, empty when it is resolved. */
        record Changed(AlertTransition transition, Optional<OpenAlert> open) implements Outcome {}

        /** Nothing changes, as it should be. */
        record Unchanged() implements Outcome {}

        /** The event makes no sense in the alert's state. */
        record Senseless() implements Outcome {}
    }

    private static final Outcome UNCHANGED = new Outcome.Unchanged();
    private static final Outcome SENSELESS = new Outcome.Senseless();

    private AlertStates() {}

    /**
     * @param alert null if none is open
     */
    static Outcome next(OpenAlert alert, ConditionEvent event) {
        return alert == null ? open(event) : change(alert, event);
    }

    private static Outcome open(ConditionEvent event) {
        return switch (event.phase()) {
            // without a time to hold for there is nothing to wait for: HOLDS follows
            case BEGINS -> event.requiredMillis() > 0 ? begin(event, State.PENDING) : UNCHANGED;
            case HOLDS, STEP, BURST -> begin(event, State.FIRING);
            // sequences and repetitions end or lapse before there is an alert
            case ENDS, LAPSES -> UNCHANGED;
            case NO_DATA, DATA, MUTE, HYSTERESIS ->
                    event.steps() > 0 || event.times() > 0 ? UNCHANGED : SENSELESS;
            case CLEARS, STAYS_CLEAR, RETURNS, SEVERITY -> SENSELESS;
        };
    }

    private static Outcome change(OpenAlert alert, ConditionEvent event) {
        State state = alert.newest().state();
        return switch (event.phase()) {
            case BEGINS -> SENSELESS;
            case HOLDS -> state == State.PENDING ? to(State.FIRING, alert, event) : SENSELESS;
            case CLEARS -> state == State.FIRING ? to(State.RECOVERING, alert, event) : SENSELESS;
            case STAYS_CLEAR ->
                    state == State.RECOVERING ? to(State.RESOLVED, alert, event) : SENSELESS;
            case RETURNS -> state == State.RECOVERING ? to(State.FIRING, alert, event) : SENSELESS;
            case SEVERITY, MUTE, HYSTERESIS -> to(state, alert, event);
            case NO_DATA -> state == State.NO_DATA ? SENSELESS : to(State.NO_DATA, alert, event);
            case DATA ->
                    state == State.NO_DATA ? to(alert.beforeNoData(), alert, event) : SENSELESS;
            case ENDS -> to(State.RESOLVED, alert, event);
            // more of the same while it fires
            case STEP, BURST -> state == State.FIRING ? UNCHANGED : SENSELESS;
            // what had begun anew lapses: the alert goes on
            case LAPSES -> UNCHANGED;
        };
    }

    private static Outcome begin(ConditionEvent event, State state) {
        AlertTransition first =
                new AlertTransition(
                        event.alertKey() + "|" + event.beganMillis(),
                        1,
                        state,
                        null,
                        event.ruleId(),
                        event.ruleName(),
                        event.severity(),
                        event.severity(),
                        event.hostId(),
                        event.hostName(),
                        event.device(),
                        event.metric(),
                        event.timeMillis(),
                        event.putBackMillis(),
                        event.beganMillis(),
                        state == State.FIRING ? event.timeMillis() : 0,
                        0,
                        event.value(),
                        event.threshold(),
                        event.peak(),
                        event.inHysteresis(),
                        event.mutedUntilMillis(),
                        false,
                        event.identity(),
                        event.labels(),
                        event.message(),
                        reason(event));
        return new Outcome.Changed(first, Optional.of(new OpenAlert(first, state)));
    }

    private static Outcome to(State state, OpenAlert alert, ConditionEvent event) {
        AlertTransition before = alert.newest();
        boolean resolved = state == State.RESOLVED;
        boolean fires = state == State.FIRING && before.firedMillis() == 0;
        AlertTransition next =
                new AlertTransition(
                        before.alertId(),
                        before.transition() + 1,
                        state,
                        before.state(),
                        before.ruleId(),
                        event.ruleName(),
                        mayChangeSeverity(event) ? event.severity() : before.severity(),
                        before.severity(),
                        before.hostId(),
                        event.hostName(),
                        before.device(),
                        resolved ? before.metric() : event.metric(),
                        event.timeMillis(),
                        event.putBackMillis(),
                        before.startedMillis(),
                        fires ? event.timeMillis() : before.firedMillis(),
                        resolved ? event.timeMillis() : 0,
                        event.value(),
                        // what it was about, not what its rule has become or says of a good value
                        resolved ? before.threshold() : event.threshold(),
                        keepsPeak(event) ? before.peak() : event.peak(),
                        !resolved && event.inHysteresis(),
                        event.mutedUntilMillis(),
                        false,
                        event.identity(),
                        resolved ? before.labels() : event.labels(),
                        message(state, before, event),
                        reason(event));
        if (resolved) {
            return new Outcome.Changed(next, Optional.empty());
        }
        State beforeNoData =
                state == State.NO_DATA && before.state() == State.NO_DATA
                        ? alert.beforeNoData()
                        : before.state();
        return new Outcome.Changed(next, Optional.of(new OpenAlert(next, beforeNoData)));
    }

    /**
     * What is over, or of which nothing is known, is spoken of as it was; but not as being between
     * threshold and clear.
     */
    private static String message(State state, AlertTransition before, ConditionEvent event) {
        boolean goesOn = state == State.PENDING || state == State.FIRING;
        boolean leavesHysteresis = before.inHysteresis() && !event.inHysteresis();
        return goesOn || leavesHysteresis ? event.message() : before.message();
    }

    /** An alert about bursts shows the worst of the last one before it fired. */
    private static boolean keepsPeak(ConditionEvent event) {
        return event.times() > 0 || Double.isNaN(event.peak());
    }

    private static boolean mayChangeSeverity(ConditionEvent event) {
        return switch (event.phase()) {
            case HOLDS, SEVERITY, RETURNS -> true;
            case BEGINS,
                    CLEARS,
                    STAYS_CLEAR,
                    MUTE,
                    NO_DATA,
                    DATA,
                    ENDS,
                    STEP,
                    BURST,
                    LAPSES,
                    HYSTERESIS ->
                    false;
        };
    }

    /** The event's own reason, or what its phase says. */
    private static String reason(ConditionEvent event) {
        if (!event.reason().isEmpty()) {
            return event.reason();
        }
        return switch (event.phase()) {
            case BEGINS -> "waiting whether it holds for " + duration(event.requiredMillis());
            case HOLDS ->
                    event.requiredMillis() > 0
                            ? "held for " + duration(event.requiredMillis())
                            : "began";
            case CLEARS -> "back to normal";
            case STAYS_CLEAR -> "back to normal for " + duration(event.requiredMillis());
            case RETURNS -> "came back";
            case SEVERITY -> "severity is " + event.severity();
            case MUTE -> event.mutedUntilMillis() > 0 ? "muted" : "no longer muted";
            case NO_DATA -> "no data";
            case DATA -> "data again";
            case ENDS -> "ended";
            case STEP -> event.steps() + " steps in order";
            case BURST -> event.times() + " bursts within " + duration(event.withinMillis());
            case LAPSES -> "lapsed";
            case HYSTERESIS -> event.inHysteresis() ? "back to the threshold" : "beyond it again";
        };
    }

    private static String duration(long millis) {
        return HumanDuration.format(Duration.ofMillis(millis));
    }
}
