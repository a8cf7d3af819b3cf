package io.hostpulse.simulator.reference;

import io.hostpulse.wire.rule.Severity;
import java.util.function.Consumer;

/** One alert and its transitions. */
final class Alert {

    private final AlertKey key;
    private final String id;
    private final long startedMillis;
    private final boolean flapping;
    private final Consumer<ReferenceTransition> transitions;
    private int count;
    private long firedMillis;
    private ReferenceTransition newest;

    /** What an alert is about. */
    record AlertKey(String ruleId, String hostId, Thing thing) {
        @Override
        public String toString() {
            return ruleId + "|" + hostId + "|" + thing.name();
        }
    }

    private Alert(
            AlertKey key,
            String id,
            long startedMillis,
            boolean flapping,
            Consumer<ReferenceTransition> transitions) {
        this.key = key;
        this.id = id;
        this.startedMillis = startedMillis;
        this.flapping = flapping;
        this.transitions = transitions;
    }

    static Alert begin(
            AlertKey key, long startedMillis, Consumer<ReferenceTransition> transitions) {
        return new Alert(key, key + "|" + startedMillis, startedMillis, false, transitions);
    }

    static Alert beginFlapping(
            AlertKey key, long startedMillis, Consumer<ReferenceTransition> transitions) {
        return new Alert(key, key + "|flapping|" + startedMillis, startedMillis, true, transitions);
    }

    /**
     * Makes a transition.
     *
     * @param reported what the alert says of the values: the newest of the reported condition
     * @param threshold what the alert says that the value has crossed; the end keeps what was said
     * @param inHysteresis whether the condition holds only because that value is not yet clear
     * @param peak the worst of that condition
     */
    void become(
            AlertState state,
            Cause cause,
            long timeMillis,
            Severity severity,
            Observation reported,
            double threshold,
            boolean inHysteresis,
            Observation peak,
            long mutedUntilMillis) {
        count++;
        if (state == AlertState.FIRING && firedMillis == 0) {
            firedMillis = timeMillis;
        }
        newest =
                new ReferenceTransition(
                        id,
                        count,
                        state,
                        cause,
                        key.ruleId(),
                        key.hostId(),
                        key.thing().name(),
                        severity,
                        timeMillis,
                        startedMillis,
                        firedMillis,
                        reported.value(),
                        state == AlertState.RESOLVED && newest != null
                                ? newest.threshold()
                                : threshold,
                        peak.value(),
                        inHysteresis,
                        mutedUntilMillis,
                        flapping);
        transitions.accept(newest);
    }

    boolean hasFired() {
        return firedMillis != 0;
    }

    /** The newest transition, null before the first. */
    ReferenceTransition newest() {
        return newest;
    }
}
