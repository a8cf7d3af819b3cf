package io.hostpulse.stack.ruletest;

import java.time.Duration;

/**
 * What tells the change of an alert from others.
 *
 * @param at the time on the wall since the test's start
 * @param device empty for the host itself
 * @param flapping whether it is of the alert about another one's flapping
 */
record AlertChange(
        Duration at,
        String ruleId,
        String hostId,
        String device,
        boolean flapping,
        AlertState state) {

    /** {@code firing disk-space on a /data}. */
    @Override
    public String toString() {
        return "%-10s %s%s on %s%s"
                .formatted(
                        state.label(),
                        ruleId,
                        flapping ? " (flapping)" : "",
                        hostId,
                        device.isEmpty() ? "" : " " + device);
    }
}
