package io.hostpulse.simulator.scenario;

import java.time.Duration;

/** What scenarios that strike some samples allow. */
final class Shares {

    private static final Duration MAX_DELAY = Duration.ofDays(1);

    private Shares() {}

    static void require(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + ", allowed is 0 to 1");
        }
    }

    static void requireDelay(Duration maxDelay) {
        if (maxDelay.toMillis() < 1 || maxDelay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "maxDelay is " + maxDelay + ", allowed is 1 ms to " + MAX_DELAY);
        }
    }
}
