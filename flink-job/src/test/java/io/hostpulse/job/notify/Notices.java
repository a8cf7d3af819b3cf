package io.hostpulse.job.notify;

import io.hostpulse.job.model.AlertNotice;

/** The notices that tests speak of. */
final class Notices {

    static final long FIRED = 1_700_000_000_000L;

    private static final String LABELS = "{\"team\":\"infra\"}";

    private Notices() {}

    static AlertNotice firing(String alertId) {
        return notice(alertId, 2, "warning", 0, 0, false);
    }

    /** A change of severity, at transition 3. */
    static AlertNotice firing(String alertId, String severity) {
        return notice(alertId, 3, severity, 0, 0, false);
    }

    static AlertNotice muted(String alertId, int transition, long untilMillis) {
        return notice(alertId, transition, "warning", 0, untilMillis, false);
    }

    static AlertNotice resolved(String alertId) {
        return notice(alertId, 9, "warning", FIRED + 60_000, 0, false);
    }

    /** An end that a replay has come to in fewer transitions. */
    static AlertNotice resolved(String alertId, int transition) {
        return notice(alertId, transition, "warning", FIRED + 60_000, 0, false);
    }

    static AlertNotice mutedResolved(String alertId, long untilMillis) {
        return notice(alertId, 9, "warning", FIRED + 60_000, untilMillis, false);
    }

    static AlertNotice flapping(boolean resolved) {
        return notice(
                "cpu|h-1||flapping|1",
                resolved ? 2 : 1,
                "warning",
                resolved ? FIRED + 90_000 : 0,
                0,
                true);
    }

    private static AlertNotice notice(
            String alertId,
            int transition,
            String severity,
            long resolvedMillis,
            long mutedUntilMillis,
            boolean flapping) {
        return new AlertNotice(
                alertId,
                transition,
                "cpu",
                "Busy",
                severity,
                "h-1",
                "web-1",
                "",
                "web-1 is busy",
                resolvedMillis == 0 ? "held for 10s" : "back to normal",
                0.95,
                0.9,
                resolvedMillis == 0 ? FIRED + transition : resolvedMillis,
                FIRED - 10_000,
                FIRED,
                resolvedMillis,
                mutedUntilMillis,
                flapping,
                LABELS);
    }
}
