package io.hostpulse.simulator.publish;

import java.time.Duration;

/**
 * What came of sending records.
 *
 * @param sent records that Kafka has acknowledged, without what was sent last
 * @param failed records that Kafka has not taken, for good
 * @param firstFailure why the first of them failed, null when there is none
 * @param took time until the last acknowledgement
 * @param interrupted whether it was stopped before all records were sent
 * @param acknowledged which records Kafka has acknowledged; of those that have failed it may have
 *     taken some all the same
 */
public record PublishSummary(
        long sent,
        long failed,
        String firstFailure,
        Duration took,
        boolean interrupted,
        Acknowledged acknowledged) {

    /** Records acknowledged per second, on average. */
    public double sentPerSecond() {
        return took.isZero() ? 0 : sent * 1e9 / took.toNanos();
    }
}
