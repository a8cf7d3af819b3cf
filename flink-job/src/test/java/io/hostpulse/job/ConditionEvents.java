package io.hostpulse.job;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.Base64;

/** The events of rules that tests speak of. All are about {@link #KEY} unless a test says so. */
public final class ConditionEvents {

    public static final String KEY = "cpu|web|";

    private static final String IDENTITY =
            Base64.getEncoder()
                    .encodeToString(
                            HostIdentity.newBuilder()
                                    .setId("web")
                                    .setName("Web 1")
                                    .build()
                                    .toByteArray());

    private ConditionEvents() {}

    /** An event of a rule of sustained conditions. */
    public static ConditionEvent event(
            Phase phase,
            long timeMillis,
            long beganMillis,
            long runBeganMillis,
            long requiredMillis) {
        return event(
                KEY, phase, timeMillis, beganMillis, runBeganMillis, requiredMillis, 0, 0, 0, 0);
    }

    /** A step of a sequence, from 0, begins. */
    public static ConditionEvent step(int step, int steps, long timeMillis, long withinMillis) {
        return event(KEY, Phase.STEP, timeMillis, 0, 0, 0, step, steps, withinMillis, 0);
    }

    /** A burst that took {@code lastedMillis} is over. */
    public static ConditionEvent burst(
            long timeMillis, long lastedMillis, int times, long withinMillis) {
        return event(
                KEY,
                Phase.BURST,
                timeMillis,
                0,
                timeMillis - lastedMillis,
                0,
                0,
                0,
                withinMillis,
                times);
    }

    /** The same event of another key. */
    public static ConditionEvent of(String alertKey, ConditionEvent event) {
        return event(
                alertKey,
                event.phase(),
                event.timeMillis(),
                event.beganMillis(),
                event.runBeganMillis(),
                event.requiredMillis(),
                event.step(),
                event.steps(),
                event.withinMillis(),
                event.times());
    }

    /** An event in all that matters, with a reason. */
    public static ConditionEvent event(
            Phase phase,
            long timeMillis,
            long beganMillis,
            long requiredMillis,
            String severity,
            long mutedUntilMillis,
            double value,
            String reason) {
        return new ConditionEvent(
                KEY,
                phase,
                "cpu",
                "Busy",
                severity,
                "web",
                "Web 1",
                "",
                "system.cpu.total.norm.pct",
                timeMillis,
                0,
                beganMillis,
                beganMillis,
                requiredMillis,
                0,
                0,
                0,
                0,
                value,
                0.9,
                0.97,
                false,
                mutedUntilMillis,
                IDENTITY,
                "{}",
                "Web 1 at " + value,
                reason);
    }

    private static ConditionEvent event(
            String alertKey,
            Phase phase,
            long timeMillis,
            long beganMillis,
            long runBeganMillis,
            long requiredMillis,
            int step,
            int steps,
            long withinMillis,
            int times) {
        return new ConditionEvent(
                alertKey,
                phase,
                "cpu",
                "Busy",
                "warning",
                "web",
                "Web 1",
                "",
                "system.cpu.total.norm.pct",
                timeMillis,
                0,
                beganMillis,
                runBeganMillis,
                requiredMillis,
                step,
                steps,
                withinMillis,
                times,
                0.95,
                0.9,
                0.97,
                false,
                0,
                IDENTITY,
                "{\"team\":\"infra\"}",
                "Web 1 is busy",
                "");
    }
}
