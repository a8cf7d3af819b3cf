package io.hostpulse.simulator.reference;

import io.hostpulse.simulator.reference.Alert.AlertKey;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The alerts of a rule whose conditions have to hold for some time. */
final class SustainedAlerts implements AlertTracker {

    static final long GONE_MILLIS = Duration.ofHours(1).toMillis();

    private final AlertKey key;
    private final Rule rule;
    private final Conditions.Mode mode;
    private final List<ConditionState> conditions;
    private final Muting muting;
    private final Consumer<ReferenceTransition> transitions;
    private final Severities severities;
    private final Observation[] peaks;
    private Alert alert;
    private AlertState state;
    private long runBeganMillis;
    private boolean lacksData;
    private int reported;

    SustainedAlerts(
            AlertKey key,
            Rule rule,
            Conditions.Mode mode,
            List<ConditionState> conditions,
            Muting muting,
            Consumer<ReferenceTransition> transitions) {
        this.key = key;
        this.rule = rule;
        this.mode = mode;
        this.conditions = conditions;
        this.muting = muting;
        this.transitions = transitions;
        this.severities = new Severities(rule);
        this.peaks = new Observation[conditions.size()];
    }

    @Override
    public boolean isOpen() {
        return alert != null;
    }

    @Override
    public void interrupt(HostMoment moment) {
        if (alert == null) {
            return;
        }
        if (!alert.hasFired()) {
            takePeaks();
            chooseReported();
            resolve(Cause.INTERRUPTED, moment);
        } else if (state == AlertState.RECOVERING) {
            runBeganMillis = moment.timeMillis();
        }
    }

    @Override
    public void advance(HostMoment moment) {
        if (alert == null) {
            if (holds()) {
                begin(moment);
            }
            return;
        }
        takePeaks();
        severities.advance(conditions.get(0));
        chooseReported();
        if (hasData(moment)) {
            advanceWithData(moment);
        }
    }

    private void begin(HostMoment moment) {
        alert = Alert.begin(key, moment.timeMillis(), transitions);
        runBeganMillis = moment.timeMillis();
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = conditions.get(i).hasValue() ? conditions.get(i).newest() : null;
        }
        severities.begin(conditions.get(0));
        reported = 0;
        chooseReported();
        if (rule.sustainedFor().isZero()) {
            become(AlertState.FIRING, Cause.HELD, moment, severities.now());
        } else {
            become(AlertState.PENDING, Cause.BEGAN, moment, severities.now());
        }
    }

    /** Says so when data cease, come again, or are given up; whether there are data. */
    private boolean hasData(HostMoment moment) {
        ConditionState first = conditions.get(0);
        if (!lacksData) {
            if (!first.isAbsentFor(rule.noDataAfter().toMillis(), moment)) {
                return true;
            }
            lacksData = true;
            become(AlertState.NO_DATA, Cause.NO_DATA, moment, alert.newest().severity());
            return false;
        }
        if (first.comes(moment)) {
            lacksData = false;
            become(state, Cause.DATA, moment, alert.newest().severity());
            return true;
        }
        if (first.isAbsentFor(rule.noDataAfter().toMillis() + GONE_MILLIS, moment)) {
            resolve(Cause.GONE, moment);
            first.forget();
        }
        return false;
    }

    private void advanceWithData(HostMoment moment) {
        boolean holds = holds();
        switch (state) {
            case PENDING -> {
                if (!holds) {
                    resolve(Cause.ENDED, moment);
                } else if (hasLasted(rule.sustainedFor(), moment)) {
                    become(AlertState.FIRING, Cause.HELD, moment, severities.now());
                }
            }
            case FIRING -> {
                if (holds) {
                    followSeverityAndMute(moment);
                } else if (rule.keepFiringFor().isZero()) {
                    resolve(Cause.ENDED, moment);
                } else {
                    runBeganMillis = moment.timeMillis();
                    become(AlertState.RECOVERING, Cause.CLEARED, moment, alert.newest().severity());
                }
            }
            case RECOVERING -> {
                if (holds) {
                    runBeganMillis = moment.timeMillis();
                    become(AlertState.FIRING, Cause.RETURNED, moment, severities.now());
                } else if (hasLasted(rule.keepFiringFor(), moment)) {
                    resolve(Cause.STAYED_CLEAR, moment);
                } else {
                    followMute(moment);
                }
            }
            case NO_DATA, RESOLVED -> throw new IllegalStateException("not a state to go back to");
        }
    }

    private boolean hasLasted(Duration required, HostMoment moment) {
        return conditions.get(reported).isSeen(moment)
                && moment.timeMillis() - runBeganMillis >= required.toMillis();
    }

    private void takePeaks() {
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = conditions.get(i).worstSince(peaks[i]);
        }
    }

    private void followSeverityAndMute(HostMoment moment) {
        if (severities.now() != alert.newest().severity()) {
            become(AlertState.FIRING, Cause.SEVERITY, moment, severities.now());
        } else {
            followMute(moment);
        }
    }

    private void followMute(HostMoment moment) {
        if (muting.hasChanged(alert.newest(), moment.timeMillis())) {
            become(state, Cause.MUTE, moment, alert.newest().severity());
        }
    }

    private void resolve(Cause cause, HostMoment moment) {
        become(AlertState.RESOLVED, cause, moment, alert.newest().severity());
        alert = null;
        lacksData = false;
    }

    private void become(AlertState next, Cause cause, HostMoment moment, Severity severity) {
        if (next != AlertState.NO_DATA) {
            state = next;
        }
        alert.become(
                next,
                cause,
                moment.timeMillis(),
                severity,
                conditions.get(reported).newest(),
                peaks[reported],
                muting.untilMillis(moment.timeMillis()));
    }

    private boolean holds() {
        return switch (mode) {
            case ALL -> conditions.stream().allMatch(ConditionState::holds);
            case ANY -> conditions.stream().anyMatch(ConditionState::holds);
        };
    }

    private void chooseReported() {
        if (mode == Conditions.Mode.ALL) {
            return;
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).holds()) {
                reported = i;
                return;
            }
        }
    }
}
