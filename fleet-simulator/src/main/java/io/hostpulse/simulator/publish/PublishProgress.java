package io.hostpulse.simulator.publish;

import java.time.Duration;

/**
 * How far the sending of records is.
 *
 * @param sent records that Kafka has acknowledged
 * @param failed records that Kafka has not taken, for good
 * @param sentPerSecond records acknowledged per second since the progress before
 * @param elapsed since the beginning
 */
public record PublishProgress(long sent, long failed, double sentPerSecond, Duration elapsed) {}
