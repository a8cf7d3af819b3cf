package io.hostpulse.simulator.reference;

import io.hostpulse.simulator.reference.Alert.AlertKey;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The alerts of a rule whose steps have to begin one after the other. */
final class SequenceAlerts implements AlertTracker {

    private final AlertKey key;
    private final Rule rule;
    private final Sequence sequence;
    private final List<ConditionState> steps;
    private final Optional<ConditionState> unless;
    private final Muting muting;
    private final Consumer<ReferenceTransition> transitions;
    private final Chain[] chains;
    private Alert alert;
    private Observation peak;
    private Long noDataSinceMillis;

    /** Steps that began one after the other. */
    private record Chain(long firstStepMillis, long newestStepMillis) {}

    SequenceAlerts(
            AlertKey key,
            Rule rule,
            Sequence sequence,
            List<ConditionState> conditions,
            Muting muting,
            Consumer<ReferenceTransition> transitions) {
        this.key = key;
        this.rule = rule;
        this.sequence = sequence;
        this.steps = conditions.subList(0, sequence.steps().size());
        this.chains = new Chain[steps.size()];
        this.unless = sequence.unless().map(unused -> conditions.get(sequence.steps().size()));
        this.muting = muting;
        this.transitions = transitions;
    }

    @Override
    public boolean lacksData() {
        return noDataSinceMillis != null;
    }

    @Override
    public void interrupt(HostMoment moment) {
        Arrays.fill(chains, null);
        if (noDataSinceMillis != null) {
            noDataSinceMillis += moment.silentMillis();
        }
    }

    @Override
    public void end(Cause cause, long timeMillis) {
        Arrays.fill(chains, null);
        noDataSinceMillis = null;
        if (alert != null) {
            peak = last().worstSince(peak);
            resolve(cause, timeMillis);
        }
    }

    @Override
    public void advance(HostMoment moment, boolean isThere) {
        if (unless.isPresent() && unless.get().holds()) {
            Arrays.fill(chains, null);
        } else if (alert == null) {
            takeSteps(moment);
        }
        if (last().held() || noDataSinceMillis != null) {
            follow(moment);
        }
    }

    private void takeSteps(HostMoment moment) {
        // the latest first, so that none continues what began at this very sample
        for (int end = steps.size(); end > 0; ) {
            int begin = end - 1;
            while (sequence.steps().get(begin).together()) {
                begin--;
            }
            for (int i = begin; i < end; i++) {
                if (steps.get(i).begins()) {
                    chains[i] = i == 0 ? newChain(moment) : continued(i, moment);
                }
            }
            end = begin;
        }
        Chain complete = chains[steps.size() - 1];
        if (complete != null) {
            Arrays.fill(chains, null);
            alert = Alert.begin(key, complete.firstStepMillis(), transitions);
            peak = last().newest();
            become(AlertState.FIRING, Cause.COMPLETED, moment.timeMillis());
        }
    }

    private static Chain newChain(HostMoment moment) {
        return new Chain(moment.timeMillis(), moment.timeMillis());
    }

    /** The chain as far as the step before, with this step; null if that is not in time. */
    private Chain continued(int step, HostMoment moment) {
        Chain before = chains[step - 1];
        long withinMillis = sequence.steps().get(step).within().toMillis();
        if (before == null) {
            return null;
        }
        if (moment.timeMillis() - before.newestStepMillis() > withinMillis) {
            chains[step - 1] = null;
            return null;
        }
        return new Chain(before.firstStepMillis(), moment.timeMillis());
    }

    /** The last step held, so an alert may be open. */
    private void follow(HostMoment moment) {
        peak = alert == null ? null : last().worstSince(peak);
        if (!last().hasData(moment)) {
            missData(moment);
            return;
        }
        if (noDataSinceMillis != null) {
            noDataSinceMillis = null;
            if (alert != null) {
                become(AlertState.FIRING, Cause.DATA, moment.timeMillis());
            }
        }
        if (!last().holds()) {
            Arrays.fill(chains, null);
            resolve(Cause.ENDED, moment.timeMillis());
        } else if (alert != null && muting.hasChanged(alert.newest(), moment.timeMillis())) {
            become(AlertState.FIRING, Cause.MUTE, moment.timeMillis());
        } else if (alert != null && isInHysteresis() != alert.newest().inHysteresis()) {
            become(AlertState.FIRING, Cause.HYSTERESIS, moment.timeMillis());
        }
    }

    private void missData(HostMoment moment) {
        if (noDataSinceMillis == null) {
            noDataSinceMillis = moment.timeMillis();
            if (alert != null) {
                become(AlertState.NO_DATA, Cause.NO_DATA, moment.timeMillis());
            }
        } else if (moment.timeMillis() - noDataSinceMillis >= SustainedAlerts.GIVEN_UP_MILLIS) {
            noDataSinceMillis = null;
            Arrays.fill(chains, null);
            resolve(Cause.GONE, moment.timeMillis());
            last().forget();
        }
    }

    private void resolve(Cause cause, long timeMillis) {
        if (alert != null) {
            become(AlertState.RESOLVED, cause, timeMillis);
            alert = null;
        }
    }

    private boolean isInHysteresis() {
        return !last().isBeyond(last().newest().limit());
    }

    private void become(AlertState state, Cause cause, long timeMillis) {
        alert.become(
                state,
                cause,
                timeMillis,
                rule.severity(),
                last().newest(),
                last().newest().limit(),
                switch (cause) {
                    case NO_DATA, DATA -> alert.newest().inHysteresis();
                    default -> state != AlertState.RESOLVED && isInHysteresis();
                },
                peak,
                muting.untilMillis(timeMillis));
    }

    private ConditionState last() {
        return steps.get(steps.size() - 1);
    }
}
