package io.hostpulse.stack.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Says what is done and what comes of it, with the time since the fleet has begun to send. */
final class ChaosLog {

    private final PrintStream out;
    private volatile Instant origin = Instant.now();

    ChaosLog(PrintStream out) {
        this.out = out;
    }

    /** From now on time counts from there. */
    void begin(Instant start) {
        origin = start;
    }

    synchronized void tell(String sentence) {
        Duration since = Duration.between(origin, Instant.now());
        out.printf(
                "  %s  %s%n",
                TimedFault.offset(since.isNegative() ? Duration.ZERO : since), sentence);
        out.flush();
    }
}
