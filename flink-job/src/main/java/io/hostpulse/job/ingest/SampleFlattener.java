package io.hostpulse.job.ingest;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes from a sample what detection needs, and leaves out what cannot be true: single values that
 * no host can have measured.
 */
public final class SampleFlattener {

    /** In characters. What is longer is no version. */
    static final int MAX_VERSION_LENGTH = 128;

    static final List<FlatGroup> HOST_GROUPS = groups(FlatGroup::isOfHost);
    static final List<FlatGroup> DEVICE_GROUPS = groups(group -> !group.isOfHost());

    private final SampleClock clock;

    public SampleFlattener(SampleClock clock) {
        this.clock = clock;
    }

    /**
     * @param sample as {@link io.hostpulse.wire.SampleLimits} leaves it
     * @param leftOut where values that no host can have measured are added
     * @throws MalformedSampleException if the sample's time is out of all range
     */
    public Sample flatten(HostSample sample, Arrival arrival, LeftOut leftOut)
            throws MalformedSampleException {
        long hostMillis = SampleCodec.timeMillis(sample);
        long timeMillis = clock.timeThatCounts(hostMillis, sample.getAgent().getSpooled(), arrival);
        List<List<Message>> groups = new ArrayList<>(DEVICE_GROUPS.size());
        int devices = 0;
        int metrics = 0;
        for (FlatGroup group : DEVICE_GROUPS) {
            List<Message> messages = group.group().messages(sample);
            groups.add(messages);
            devices += messages.size();
            metrics += messages.size() * DeviceMetrics.count(group.dimension().getNumber());
        }
        byte[] dimensions = new byte[devices];
        String[] names = new String[devices];
        return new Sample(
                sample.getHost().getId(),
                hostName(sample),
                timeMillis,
                hostMillis - timeMillis,
                arrival.millis(),
                sample.getIntervalMs(),
                sample.getAgent().getRunId(),
                sample.getAgent().getSequence() == 0 ? hostMillis : sample.getAgent().getSequence(),
                sample.getAgent().getSpooled(),
                false,
                serialize(sample.getHost()),
                readHost(sample, leftOut),
                dimensions,
                names,
                readDevices(groups, dimensions, names, metrics, leftOut),
                goodbye(sample),
                agentVersion(sample));
    }

    /** The same bytes of the same identity, in whatever order a sample has its labels. */
    static byte[] serialize(HostIdentity identity) {
        byte[] bytes = new byte[identity.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            identity.writeTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes;
    }

    /** The host's name, or its id where it gives no name. */
    static String hostName(HostSample sample) {
        String name = sample.getHost().getName();
        return name.isEmpty() ? sample.getHost().getId() : name;
    }

    /** A goodbye of a later version is none here: more samples may follow. */
    static Goodbye goodbye(HostSample sample) {
        Goodbye goodbye = sample.getGoodbye();
        return goodbye == Goodbye.UNRECOGNIZED ? Goodbye.NO_GOODBYE : goodbye;
    }

    /** Kept for as long as the host is, so what is longer than any version is none. */
    private static String agentVersion(HostSample sample) {
        String version = sample.getAgent().getVersion();
        return version.length() > MAX_VERSION_LENGTH ? "" : version;
    }

    /** Values of the host by their slots, NaN where absent. */
    static double[] readHost(HostSample sample, LeftOut leftOut) {
        double[] values = Sample.absent(HostMetrics.all().size());
        for (FlatGroup group : HOST_GROUPS) {
            for (Message message : group.group().messages(sample)) {
                group.read(message, values, 0, leftOut);
            }
        }
        return values;
    }

    /** Fills in {@code dimensions} and {@code names} as well. */
    private static double[] readDevices(
            List<List<Message>> groups,
            byte[] dimensions,
            String[] names,
            int metrics,
            LeftOut leftOut) {
        double[] values = Sample.absent(metrics);
        int device = 0;
        int offset = 0;
        for (int g = 0; g < groups.size(); g++) {
            FlatGroup group = DEVICE_GROUPS.get(g);
            for (Message message : groups.get(g)) {
                dimensions[device] = (byte) group.dimension().getNumber();
                names[device] = group.group().nameOf(message);
                group.read(message, values, offset, leftOut);
                device++;
                offset += DeviceMetrics.count(group.dimension().getNumber());
            }
        }
        return values;
    }

    private static List<FlatGroup> groups(Predicate<FlatGroup> chosen) {
        return MetricCatalogue.get().groups().stream().map(FlatGroup::of).filter(chosen).toList();
    }
}
