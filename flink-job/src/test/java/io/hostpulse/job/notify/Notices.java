package io.hostpulse.job.notify;

import io.hostpulse.job.model.AlertNotice;

/** The notices that tests speak of. */
final class Notices {

    static final long FIRED = 1_800_000_000_000L;

    private Notices() {}

    static AlertNotice firing(String alertId) {
        return notice(alertId, 0);
    }

    static AlertNotice resolved(String alertId) {
        return notice(alertId, FIRED + 60_000);
    }

    private static AlertNotice notice(String alertId, long resolvedMillis) {
        return new AlertNotice(
                alertId,
                "cpu",
                "Busy",
                "warning",
                "h-1",
                "web-1",
                "web-1 is busy",
                resolvedMillis == 0 ? "held for long enough" : "back to normal",
                FIRED,
                resolvedMillis);
    }
}
