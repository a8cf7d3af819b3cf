package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.Optional;

/** Pressure stall information. */
public interface PressureSource {

    /** Shares of time, 0 to 100, averaged over 10 s and over 60 s. */
    record Averages(double percent10, double percent60) {}

    /**
     * Stalls on one resource.
     *
     * @param some time in which at least one task waited
     * @param full time in which all tasks waited at once
     */
    record Stalls(Optional<Averages> some, Optional<Averages> full) {}

    /**
     * @param resource cpu, memory or io
     */
    Stalls read(String resource) throws IOException;
}
