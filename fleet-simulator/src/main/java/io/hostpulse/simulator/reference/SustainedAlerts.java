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

    static final long GIVEN_UP_MILLIS = Duration.ofHours(1).toMillis();

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
    private Long noDataSinceMillis;
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

    /** What is known of all conditions together. */
    private enum Verdict {
        HOLDS,
        CLEAR,
        UNKNOWN
    }

    @Override
    public boolean lacksData() {
        return noDataSinceMillis != null;
    }

    @Override
    public void interrupt(HostMoment moment) {
        if (alert == null) {
            return;
        }
        if (!alert.hasFired()) {
            takePeaks();
            chooseReported();
            resolve(Cause.INTERRUPTED, moment.timeMillis());
        } else if (state == AlertState.RECOVERING) {
            runBeganMillis = moment.timeMillis();
        }
        if (noDataSinceMillis != null) {
            noDataSinceMillis += moment.silentMillis();
        }
    }

    @Override
    public void end(Cause cause, long timeMillis) {
        if (alert != null) {
            takePeaks();
            resolve(cause, timeMillis);
        }
    }

    @Override
    public void advance(HostMoment moment, boolean isThere) {
        Verdict verdict = mode == Conditions.Mode.ALL ? verdictOfAll(moment) : verdictOfAny(moment);
        if (alert == null) {
            if (verdict == Verdict.HOLDS && isThere) {
                begin(moment);
            }
            return;
        }
        takePeaks();
        severities.advance(conditions.get(0));
        chooseReported();
        if (hasData(moment, verdict)) {
            advanceWithData(moment, verdict == Verdict.HOLDS);
        }
    }

    private Verdict verdictOfAll(HostMoment moment) {
        if (conditions.stream().anyMatch(each -> each.hasData(moment) && !each.holds())) {
            return Verdict.CLEAR;
        }
        return conditions.stream().allMatch(each -> each.hasData(moment))
                ? Verdict.HOLDS
                : Verdict.UNKNOWN;
    }

    private Verdict verdictOfAny(HostMoment moment) {
        if (conditions.stream().anyMatch(each -> each.hasData(moment) && each.holds())) {
            return Verdict.HOLDS;
        }
        if (conditions.stream().anyMatch(ConditionState::holds)) {
            return Verdict.UNKNOWN;
        }
        return conditions.stream().anyMatch(each -> each.hasData(moment))
                ? Verdict.CLEAR
                : Verdict.UNKNOWN;
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
            become(AlertState.FIRING, Cause.HELD, moment.timeMillis(), severities.now());
        } else {
            become(AlertState.PENDING, Cause.BEGAN, moment.timeMillis(), severities.now());
        }
    }

    /** Says so when data cease, come again, or are given up; whether there are data. */
    private boolean hasData(HostMoment moment, Verdict verdict) {
        if (verdict != Verdict.UNKNOWN) {
            if (noDataSinceMillis != null) {
                noDataSinceMillis = null;
                become(state, Cause.DATA, moment.timeMillis(), alert.newest().severity());
            }
            return true;
        }
        if (noDataSinceMillis == null) {
            noDataSinceMillis = moment.timeMillis();
            become(
                    AlertState.NO_DATA,
                    Cause.NO_DATA,
                    moment.timeMillis(),
                    alert.newest().severity());
        } else if (moment.timeMillis() - noDataSinceMillis >= GIVEN_UP_MILLIS) {
            resolve(Cause.GONE, moment.timeMillis());
        }
        return false;
    }

    private void advanceWithData(HostMoment moment, boolean holds) {
        switch (state) {
            case PENDING -> {
                if (!holds) {
                    resolve(Cause.ENDED, moment.timeMillis());
                } else if (hasLasted(rule.sustainedFor(), moment)) {
                    become(AlertState.FIRING, Cause.HELD, moment.timeMillis(), severities.now());
                }
            }
            case FIRING -> {
                if (holds) {
                    followFiring(moment);
                } else if (rule.keepFiringFor().isZero()) {
                    resolve(Cause.ENDED, moment.timeMillis());
                } else {
                    runBeganMillis = moment.timeMillis();
                    become(
                            AlertState.RECOVERING,
                            Cause.CLEARED,
                            moment.timeMillis(),
                            alert.newest().severity());
                }
            }
            case RECOVERING -> {
                if (holds) {
                    runBeganMillis = moment.timeMillis();
                    become(
                            AlertState.FIRING,
                            Cause.RETURNED,
                            moment.timeMillis(),
                            severities.now());
                } else if (hasLasted(rule.keepFiringFor(), moment)) {
                    resolve(Cause.STAYED_CLEAR, moment.timeMillis());
                } else {
                    followMute(moment);
                }
            }
            case NO_DATA, RESOLVED -> throw new IllegalStateException("not a state to go back to");
        }
    }

    private boolean hasLasted(Duration required, HostMoment moment) {
        return isSeen(moment) && moment.timeMillis() - runBeganMillis >= required.toMillis();
    }

    private boolean isSeen(HostMoment moment) {
        return conditions.get(reported).hasData(moment)
                ? conditions.get(reported).isSeen(moment)
                : conditions.stream().anyMatch(each -> each.hasData(moment) && each.isSeen(moment));
    }

    private void takePeaks() {
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = conditions.get(i).worstSince(peaks[i]);
        }
    }

    private void followFiring(HostMoment moment) {
        if (severities.now() != alert.newest().severity()) {
            become(AlertState.FIRING, Cause.SEVERITY, moment.timeMillis(), severities.now());
        } else if (muting.hasChanged(alert.newest(), moment.timeMillis())) {
            become(AlertState.FIRING, Cause.MUTE, moment.timeMillis(), severities.now());
        } else if (isInHysteresis(severities.now()) != alert.newest().inHysteresis()) {
            become(AlertState.FIRING, Cause.HYSTERESIS, moment.timeMillis(), severities.now());
        }
    }

    private void followMute(HostMoment moment) {
        if (muting.hasChanged(alert.newest(), moment.timeMillis())) {
            become(state, Cause.MUTE, moment.timeMillis(), alert.newest().severity());
        }
    }

    private void resolve(Cause cause, long timeMillis) {
        become(AlertState.RESOLVED, cause, timeMillis, alert.newest().severity());
        alert = null;
        noDataSinceMillis = null;
    }

    private void become(AlertState next, Cause cause, long timeMillis, Severity severity) {
        if (next != AlertState.NO_DATA) {
            state = next;
        }
        alert.become(
                next,
                cause,
                timeMillis,
                severity,
                conditions.get(reported).newest(),
                threshold(severity),
                switch (cause) {
                    case NO_DATA, DATA -> alert.newest().inHysteresis();
                    default ->
                            next != AlertState.RESOLVED
                                    && next != AlertState.RECOVERING
                                    && isInHysteresis(severity);
                },
                peaks[reported],
                muting.untilMillis(timeMillis));
    }

    private double threshold(Severity severity) {
        double own = conditions.get(reported).newest().limit();
        return reported == 0 ? severities.threshold(severity).orElse(own) : own;
    }

    private boolean isInHysteresis(Severity severity) {
        return !conditions.get(reported).isBeyond(threshold(severity));
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
