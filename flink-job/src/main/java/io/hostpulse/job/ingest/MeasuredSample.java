package io.hostpulse.job.ingest;

import com.google.protobuf.Message;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A sample as its documents need it: what was measured as numbers, what else it says of agent and
 * devices as messages.
 *
 * @param hostName its id where it gives no name
 * @param identity of the host, as {@link Sample#identity}
 * @param hostMillis its time by the host's own clock
 * @param timeMillis the time that counts for it
 * @param groups of the host that were measured, by the numbers of their fields
 * @param values of the host by their slots, NaN where absent
 * @param devices may be without those of kinds that are not wanted
 */
public record MeasuredSample(
        String hostId,
        String hostName,
        byte[] identity,
        AgentIdentity agent,
        long hostMillis,
        long timeMillis,
        long intervalMillis,
        Goodbye goodbye,
        BitSet groups,
        double[] values,
        List<Device> devices) {

    /**
     * One thing of which a host has several.
     *
     * @param values by their slots, NaN where absent
     */
    public record Device(MetricGroup group, String name, Message message, double[] values) {}

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
        List<Device> devices = new ArrayList<>();
        for (FlatGroup each : SampleFlattener.DEVICE_GROUPS) {
            for (Message message : each.group().messages(sample)) {
                double[] values = Sample.absent(DeviceMetrics.count(each.dimension().getNumber()));
                each.read(message, values, 0, told);
                devices.add(
                        new Device(each.group(), each.group().nameOf(message), message, values));
            }
        }
        return new MeasuredSample(
                sample.getHost().getId(),
                SampleFlattener.hostName(sample),
                SampleFlattener.serialize(sample.getHost()),
                sample.getAgent(),
                SampleCodec.timeMillis(sample),
                timeMillis,
                sample.getIntervalMs(),
                SampleFlattener.goodbye(sample),
                measured,
                SampleFlattener.readHost(sample, told),
                devices);
    }

    /** Whether a group of the host was measured. */
    public boolean has(MetricGroup group) {
        return groups.get(group.field().getNumber());
    }

    /** Whether devices of that kind are wanted of it. */
    public boolean isWanted(Dimension dimension, Wanted wanted) {
        return wanted.includes(dimension, agent.getSequence(), intervalMillis, hostMillis);
    }
}
