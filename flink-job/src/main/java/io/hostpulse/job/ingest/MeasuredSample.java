package io.hostpulse.job.ingest;

import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.BitSet;

/**
 * A sample as its documents need it: what was measured of the host as numbers, devices as messages.
 *
 * @param message may lack what was measured of the host, and devices that are not wanted
 * @param timeMillis the time that counts for the sample, which may differ from the host's own
 * @param groups of the host that were measured, by the numbers of their fields
 * @param values of the host by their slots, NaN where absent
 */
public record MeasuredSample(HostSample message, long timeMillis, BitSet groups, double[] values) {

    /** Of which kinds devices are wanted, which may depend on which sample of its host it is. */
    public interface Wanted {

        /**
         * @param sequence of the sample within its run, 0 where the agent gives none
         * @param hostMillis its time by the host's clock
         */
        boolean includes(Dimension dimension, long sequence, long intervalMillis, long hostMillis);
    }

    /**
     * @param sample as {@link io.hostpulse.wire.SampleLimits} leaves it
     */
    public static MeasuredSample of(HostSample sample, long timeMillis) {
        BitSet measured = new BitSet();
        for (FlatGroup each : SampleFlattener.HOST_GROUPS) {
            if (sample.hasField(each.group().field())) {
                measured.set(each.group().field().getNumber());
            }
        }
        LeftOut told = new LeftOut(); // by those who detect
        return new MeasuredSample(
                sample, timeMillis, measured, SampleFlattener.readHost(sample, told));
    }

    /** Whether a group of the host was measured. */
    public boolean has(MetricGroup group) {
        return groups.get(group.field().getNumber());
    }
}
