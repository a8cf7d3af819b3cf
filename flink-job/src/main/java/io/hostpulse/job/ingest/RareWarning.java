package io.hostpulse.job.ingest;

import org.slf4j.Logger;

/** A line in the log once a minute at most, for what an input could cause at every record. */
final class RareWarning {

    private static final long PAUSE_MILLIS = 60_000;

    private final Logger log;
    private long nextMillis = Long.MIN_VALUE;

    RareWarning(Logger log) {
        this.log = log;
    }

    /** Writes the line unless one was written lately. */
    void tell(long nowMillis, String format, Object... values) {
        if (nowMillis >= nextMillis) {
            nextMillis = nowMillis + PAUSE_MILLIS;
            log.warn(format, values);
        }
    }
}
