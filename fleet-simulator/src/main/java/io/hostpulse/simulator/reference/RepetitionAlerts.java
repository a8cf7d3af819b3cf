package io.hostpulse.simulator.reference;

import io.hostpulse.simulator.reference.Alert.AlertKey;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The alerts of a rule whose condition has to come for a short time, again and again. */
final class RepetitionAlerts implements AlertTracker {

    private final AlertKey key;
    private final Rule rule;
    private final Repetition repetition;
    private final ConditionState condition;
    private final Muting muting;
    private final Consumer<ReferenceTransition> transitions;
    private final Deque<Burst> bursts = new ArrayDeque<>();
    private Long beganMillis;
    private Long quietSinceMillis;
    private Long noDataSinceMillis;
    private Observation worstOfBurst;
    private Alert alert;
    private Observation peak;

    private record Burst(long beganMillis, long endedMillis, Observation worst) {}

    RepetitionAlerts(
            AlertKey key,
            Rule rule,
            Repetition repetition,
            ConditionState condition,
            Muting muting,
            Consumer<ReferenceTransition> transitions) {
        this.key = key;
        this.rule = rule;
        this.repetition = repetition;
        this.condition = condition;
        this.muting = muting;
        this.transitions = transitions;
    }

    @Override
    public boolean lacksData() {
        return noDataSinceMillis != null;
    }

    @Override
    public void interrupt(HostMoment moment) {
        beganMillis = null;
        if (noDataSinceMillis != null) {
            noDataSinceMillis += moment.silentMillis();
        }
        if (alert == null) {
            bursts.clear();
        }
    }

    @Override
    public void end(Cause cause, long timeMillis) {
        forget();
        resolve(cause, timeMillis);
    }

    @Override
    public void advance(HostMoment moment, boolean isThere) {
        if (quietSinceMillis != null && !hasData(moment)) {
            return;
        }
        boolean isQuiet =
                quietSinceMillis != null
                        && moment.timeMillis() - quietSinceMillis > repetition.within().toMillis();
        if (isQuiet) {
            bursts.clear();
            quietSinceMillis = null;
            resolve(Cause.QUIET, moment.timeMillis());
        }
        boolean burstIsOver = followBurst(moment);
        if (alert == null) {
            if (burstIsOver) {
                complete(moment);
            }
        } else if (muting.hasChanged(alert.newest(), moment.timeMillis())) {
            become(AlertState.FIRING, Cause.MUTE, moment.timeMillis());
        }
    }

    /** What nobody has seen is no quiet: that counts anew when the metric comes again. */
    private boolean hasData(HostMoment moment) {
        if (!condition.hasData(moment)) {
            missData(moment);
            return false;
        }
        if (noDataSinceMillis != null) {
            noDataSinceMillis = null;
            quietSinceMillis = moment.timeMillis();
            if (alert != null) {
                become(AlertState.FIRING, Cause.DATA, moment.timeMillis());
            }
        }
        return true;
    }

    private void missData(HostMoment moment) {
        beganMillis = null;
        if (noDataSinceMillis == null) {
            noDataSinceMillis = moment.timeMillis();
            bursts.clear();
            if (alert != null) {
                become(AlertState.NO_DATA, Cause.NO_DATA, moment.timeMillis());
            }
        } else if (moment.timeMillis() - noDataSinceMillis >= SustainedAlerts.GIVEN_UP_MILLIS) {
            forget();
            resolve(Cause.GONE, moment.timeMillis());
        }
    }

    private void forget() {
        bursts.clear();
        beganMillis = null;
        quietSinceMillis = null;
        noDataSinceMillis = null;
    }

    private void resolve(Cause cause, long timeMillis) {
        if (alert != null) {
            become(AlertState.RESOLVED, cause, timeMillis);
            alert = null;
        }
    }

    /** Whether a short burst is over at this sample. */
    private boolean followBurst(HostMoment moment) {
        long timeMillis = moment.timeMillis();
        if (condition.begins()) {
            beganMillis = timeMillis;
            worstOfBurst = condition.newest();
        } else if (beganMillis != null && condition.holds()) {
            worstOfBurst = condition.worstSince(worstOfBurst);
        }
        if (!condition.isKnown()) {
            beganMillis = null;
        }
        if (beganMillis == null || condition.holds()) {
            return false;
        }
        boolean isShort = timeMillis - beganMillis <= repetition.atMost().toMillis();
        if (isShort) {
            quietSinceMillis = timeMillis;
            bursts.addLast(new Burst(beganMillis, timeMillis, worstOfBurst));
            if (bursts.size() > repetition.times()) {
                bursts.removeFirst();
            }
        }
        beganMillis = null;
        return isShort;
    }

    private void complete(HostMoment moment) {
        Burst first = bursts.getFirst();
        if (bursts.size() < repetition.times()
                || moment.timeMillis() - first.endedMillis() > repetition.within().toMillis()) {
            return;
        }
        alert = Alert.begin(key, first.beganMillis(), transitions);
        peak = bursts.getLast().worst();
        become(AlertState.FIRING, Cause.COMPLETED, moment.timeMillis());
    }

    private void become(AlertState state, Cause cause, long timeMillis) {
        alert.become(
                state,
                cause,
                timeMillis,
                rule.severity(),
                condition.newest(),
                condition.newest().limit(),
                false,
                peak,
                muting.untilMillis(timeMillis));
    }
}
