package io.hostpulse.job.model;

import io.hostpulse.wire.proto.Goodbye;
import java.util.Arrays;

/**
 * One reading of a host, flattened.
 *
 * @param timeMillis the time that counts: the host's own, or the time of arrival where the host's
 *     lay too far ahead or back
 * @param skewMillis how far the host's time lay ahead of the arrival when it was replaced, below 0
 *     if it lay back, else 0
 * @param arrivalMillis when it arrived at Kafka, or here if that is not known
 * @param intervalMillis the interval that rates cover, 0 if the sample does not say
 * @param sequence the sample's number within its run; the host's time where the agent gives none
 * @param spooled whether it waited on disk before it was sent
 * @param live whether it says what the host is like now, rather than what it was like before
 *     something that has come already; {@code DropDuplicates} decides
 * @param identity the host's identity as a serialized {@code HostIdentity}
 * @param values host-level metrics by {@link io.hostpulse.job.ingest.HostMetrics#slot}, NaN where
 *     absent
 * @param deviceDimensions number of the {@code Dimension} of each device, that is of each thing of
 *     which a host has several
 * @param deviceNames name of each device: the values of its key labels, joined by {@code /}
 * @param deviceValues metrics of one device after the other, each as many as {@link
 *     io.hostpulse.job.ingest.DeviceMetrics#count} says for its dimension, NaN where absent
 * @param goodbye whether the host says that no more follows, and why
 * @param agentVersion empty where the sample does not say
 */
public record Sample(
        String hostId,
        String hostName,
        long timeMillis,
        long skewMillis,
        long arrivalMillis,
        int intervalMillis,
        String runId,
        long sequence,
        boolean spooled,
        boolean live,
        byte[] identity,
        double[] values,
        byte[] deviceDimensions,
        String[] deviceNames,
        double[] deviceValues,
        Goodbye goodbye,
        String agentVersion) {

    /** So many values that are all absent. */
    public static double[] absent(int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** The time by the host's clock, however wrong it is. */
    public long hostMillis() {
        return timeMillis + skewMillis;
    }

    /** Whether the agent numbers its samples; where it does not, their times are their numbers. */
    public boolean isNumbered() {
        return sequence != hostMillis();
    }

    /** The same sample, live or not. */
    public Sample live(boolean isLive) {
        return new Sample(
                hostId,
                hostName,
                timeMillis,
                skewMillis,
                arrivalMillis,
                intervalMillis,
                runId,
                sequence,
                spooled,
                isLive,
                identity,
                values,
                deviceDimensions,
                deviceNames,
                deviceValues,
                goodbye,
                agentVersion);
    }

    /** Whether it says that the host is to be forgotten. It measures nothing then. */
    public boolean removesHost() {
        return goodbye == Goodbye.REMOVED;
    }
}
