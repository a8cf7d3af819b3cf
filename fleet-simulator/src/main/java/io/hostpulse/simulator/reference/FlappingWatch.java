package io.hostpulse.simulator.reference;

import io.hostpulse.simulator.reference.Alert.AlertKey;
import io.hostpulse.wire.rule.Flapping;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Makes one alert of alerts of the same rule and thing that come and go too often. */
final class FlappingWatch {

    private final AlertKey key;
    private final Flapping flapping;
    private final Muting muting;
    private final Consumer<ReferenceTransition> transitions;
    private final Deque<ReferenceTransition> changes = new ArrayDeque<>();
    private Alert alert;

    FlappingWatch(
            AlertKey key,
            Flapping flapping,
            Muting muting,
            Consumer<ReferenceTransition> transitions) {
        this.key = key;
        this.flapping = flapping;
        this.muting = muting;
        this.transitions = transitions;
    }

    /** Takes note of a transition of the alerts that are watched. */
    void note(ReferenceTransition transition) {
        boolean fires = transition.cause() == Cause.HELD;
        boolean isResolved =
                transition.state() == AlertState.RESOLVED
                        && transition.firedMillis() != 0
                        && transition.cause() != Cause.NOT_THERE
                        && transition.cause() != Cause.STOPPED;
        if (!fires && !isResolved) {
            return;
        }
        changes.addLast(transition);
        if (changes.size() > flapping.changes()) {
            changes.removeFirst();
        }
        long firstMillis = changes.getFirst().timeMillis();
        if (alert == null
                && changes.size() == flapping.changes()
                && transition.timeMillis() - firstMillis <= flapping.within().toMillis()) {
            alert = Alert.beginFlapping(key, firstMillis, transitions);
            become(AlertState.FIRING, Cause.FLAPPING, transition.timeMillis());
        }
    }

    /** Ends it when it has been quiet; to be called at every advancing sample, last. */
    void advance(HostMoment moment) {
        if (changes.isEmpty()
                || moment.timeMillis() - changes.getLast().timeMillis()
                        < flapping.within().toMillis()) {
            return;
        }
        if (alert != null) {
            become(AlertState.RESOLVED, Cause.SETTLED, moment.timeMillis());
            alert = null;
        }
        changes.clear();
    }

    /** What was watched has ended, whatever the conditions say. */
    void end(Cause cause, long timeMillis) {
        if (alert != null) {
            become(AlertState.RESOLVED, cause, timeMillis);
            alert = null;
        }
        changes.clear();
    }

    /** The end keeps what was said of severity, threshold and peak. */
    private void become(AlertState state, Cause cause, long timeMillis) {
        boolean fires = state == AlertState.FIRING;
        ReferenceTransition said = fires ? changes.getLast() : alert.newest();
        alert.become(
                state,
                cause,
                timeMillis,
                said.severity(),
                new Observation(changes.getLast().value(), said.threshold(), 0),
                said.threshold(),
                fires && said.inHysteresis(),
                new Observation(said.peak(), said.threshold(), 0),
                muting.untilMillis(timeMillis));
    }
}
