package io.hostpulse.agent.publish;

/**
 * A sample in memory.
 *
 * @param dueNanos when it is to be on disk if Kafka has not acknowledged it before
 */
record QueuedSample(EncodedSample sample, long dueNanos) {

    boolean isDue(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }
}
