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
    public boolean isOpen() {
        return alert != null;
    }

    @Override
    public void interrupt(HostMoment moment) {
        Arrays.fill(chains, null);
    }

    @Override
    public void advance(HostMoment moment) {
        if (unless.isPresent() && unless.get().holds()) {
            Arrays.fill(chains, null);
        } else if (alert == null) {
            takeSteps(moment);
        }
        if (alert != null && alert.newest().timeMillis() < moment.timeMillis()) {
            follow(moment);
        }
        if (last().ends()) {
            Arrays.fill(chains, null);
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
            become(AlertState.FIRING, Cause.COMPLETED, moment);
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

    private void follow(HostMoment moment) {
        peak = last().worstSince(peak);
        if (last().isAbsentFor(
                        rule.noDataAfter().toMillis() + SustainedAlerts.GONE_MILLIS, moment)) {
            become(AlertState.RESOLVED, Cause.GONE, moment);
            alert = null;
            last().forget();
        } else if (!last().holds()) {
            become(AlertState.RESOLVED, Cause.ENDED, moment);
            alert = null;
        } else if (muting.hasChanged(alert.newest(), moment.timeMillis())) {
            become(AlertState.FIRING, Cause.MUTE, moment);
        }
    }

    private void become(AlertState state, Cause cause, HostMoment moment) {
        alert.become(
                state,
                cause,
                moment.timeMillis(),
                rule.severity(),
                last().newest(),
                peak,
                muting.untilMillis(moment.timeMillis()));
    }

    private ConditionState last() {
        return steps.get(steps.size() - 1);
    }
}
