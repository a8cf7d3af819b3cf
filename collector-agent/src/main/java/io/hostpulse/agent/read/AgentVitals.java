package io.hostpulse.agent.read;

import java.util.function.LongSupplier;

/**
 * What the agent counts of itself.
 *
 * @param queuedSamples samples that wait to be sent
 * @param spoolBytes bytes on disk that wait to be sent
 * @param spoolSamples samples on disk that wait to be sent
 * @param droppedSamples samples lost since the start
 * @param missedTicks readings left out since the start
 */
public record AgentVitals(
        LongSupplier queuedSamples,
        LongSupplier spoolBytes,
        LongSupplier spoolSamples,
        LongSupplier droppedSamples,
        LongSupplier missedTicks) {

    /** Those of an agent that sends nothing. */
    public static AgentVitals idle() {
        return new AgentVitals(() -> 0, () -> 0, () -> 0, () -> 0, () -> 0);
    }
}
