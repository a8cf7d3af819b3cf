package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The logical processors of a host. Some may go offline and others come online between two
 * readings.
 */
public interface ProcessorSource {

    /**
     * One that is online.
     *
     * @param id the number that the system gives it
     * @param times milliseconds since boot by the index of the state
     */
    record CoreFigures(int id, long[] times) {}

    /** Times of all, those of processors that are offline included, as in {@link CoreFigures}. */
    long[] times() throws IOException;

    /** Those that are online now, at least one. */
    List<CoreFigures> cores() throws IOException;

    /** Current frequencies by id, in hertz; without those that are not told. */
    Map<Integer, Long> frequencies() throws IOException;

    /** Over 1, 5 and 15 minutes; negative where they are not told. */
    double[] loadAverages() throws IOException;

    /** Context switches since boot; 0 where they are not told. */
    long contextSwitches() throws IOException;

    /** Interrupts since boot; 0 where they are not told. */
    long interrupts() throws IOException;
}
