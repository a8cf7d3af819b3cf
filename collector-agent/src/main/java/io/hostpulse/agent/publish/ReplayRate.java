package io.hostpulse.agent.publish;

import java.time.Duration;

/** Lets so many a second pass, and at most a fifth of that at once. */
final class ReplayRate {

    private final long intervalNanos;
    private final long burstNanos;
    private long nextNanos;

    /**
     * @param perSecond at least 1
     */
    ReplayRate(int perSecond, long nowNanos) {
        this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.burstNanos = Math.max(0, Duration.ofMillis(200).toNanos() - intervalNanos);
        this.nextNanos = nowNanos;
    }

    boolean hasPlace(long nowNanos) {
        return nowNanos - nextNanos >= 0;
    }

    /** One passes at {@code nowNanos}. */
    void take(long nowNanos) {
        long earliest = nowNanos - burstNanos;
        nextNanos = (nextNanos - earliest > 0 ? nextNanos : earliest) + intervalNanos;
    }
}
