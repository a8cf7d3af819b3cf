package io.hostpulse.wire;

import com.google.protobuf.Message;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How much one sample may hold. A small record can decode to a hundred thousand empty devices, and
 * what it says of its host is kept for as long as the host is: what is beyond the limits is left
 * out and counted, and the rest of the sample counts. No honest host comes near them.
 */
public final class SampleLimits {

    /** Devices of one kind: cores, disks, processes and so on. The first of them stay. */
    public static final int MAX_DEVICES = 1024;

    /** Characters of a device's name. A device with a longer one is left out. */
    public static final int MAX_NAME_LENGTH = 1024;

    /** Labels of a host. Those whose keys come first stay. */
    public static final int MAX_LABELS = 64;

    /** Characters of a label's key. A label with a longer one is left out. */
    public static final int MAX_LABEL_KEY_LENGTH = 128;

    /** Characters of a label's value. A label with a longer one is left out. */
    public static final int MAX_LABEL_VALUE_LENGTH = 1024;

    /** Addresses of a host, of each kind. The first of them stay. */
    public static final int MAX_ADDRESSES = 256;

    /** Bytes of a host's identity when all that is left out. A sample with more is refused. */
    public static final int MAX_IDENTITY_BYTES = 16 * 1024;

    private static final List<MetricGroup> DEVICE_GROUPS =
            MetricCatalogue.get().groups().stream()
                    .filter(group -> group.dimension() != Dimension.HOST)
                    .toList();
    private static final List<List<LabelField>> KEYS =
            DEVICE_GROUPS.stream()
                    .map(group -> group.labels().stream().filter(LabelField::key).toList())
                    .toList();

    private SampleLimits() {}

    /**
     * A sample within the limits.
     *
     * @param leftOut how many devices, labels and addresses were left out
     */
    public record Bounded(HostSample sample, int leftOut) {}

    /**
     * @throws MalformedSampleException if the host's identity stays too large
     */
    public static Bounded apply(HostSample sample) throws MalformedSampleException {
        HostSample.Builder changed = null;
        int leftOut = 0;
        for (int g = 0; g < DEVICE_GROUPS.size(); g++) {
            MetricGroup group = DEVICE_GROUPS.get(g);
            List<Message> devices = group.messages(sample);
            List<Message> kept = keep(devices, KEYS.get(g));
            if (kept.size() < devices.size()) {
                changed = changed == null ? sample.toBuilder() : changed;
                changed.setField(group.field(), kept);
                leftOut += devices.size() - kept.size();
            }
        }
        HostIdentity identity = sample.getHost();
        if (!isWithinLimits(identity)) {
            HostIdentity smaller = bounded(identity);
            changed = changed == null ? sample.toBuilder() : changed;
            changed.setHost(smaller);
            leftOut += partsOf(identity) - partsOf(smaller);
            identity = smaller;
        }
        requireSize(identity);
        return new Bounded(changed == null ? sample : changed.build(), leftOut);
    }

    /** The very list where all of it may stay, which is so nearly always. */
    private static List<Message> keep(List<Message> devices, List<LabelField> keys) {
        boolean all = devices.size() <= MAX_DEVICES;
        for (int d = 0; all && d < devices.size(); d++) {
            all = hasShortName(devices.get(d), keys);
        }
        if (all) {
            return devices;
        }
        List<Message> kept = new ArrayList<>();
        for (Message device : devices) {
            if (kept.size() == MAX_DEVICES) {
                break;
            }
            if (hasShortName(device, keys)) {
                kept.add(device);
            }
        }
        return kept;
    }

    private static boolean hasShortName(Message device, List<LabelField> keys) {
        for (LabelField key : keys) {
            if (device.getField(key.field()) instanceof String name
                    && name.length() > MAX_NAME_LENGTH) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWithinLimits(HostIdentity identity) {
        return identity.getIpCount() <= MAX_ADDRESSES
                && identity.getMacCount() <= MAX_ADDRESSES
                && identity.getLabelsCount() <= MAX_LABELS
                && identity.getLabelsMap().entrySet().stream()
                        .allMatch(label -> isShort(label.getKey(), label.getValue()));
    }

    private static HostIdentity bounded(HostIdentity identity) {
        HostIdentity.Builder smaller = identity.toBuilder().clearIp().clearMac().clearLabels();
        smaller.addAllIp(identity.getIpList().stream().limit(MAX_ADDRESSES).toList());
        smaller.addAllMac(identity.getMacList().stream().limit(MAX_ADDRESSES).toList());
        new TreeMap<>(identity.getLabelsMap())
                .entrySet().stream()
                        .filter(label -> isShort(label.getKey(), label.getValue()))
                        .limit(MAX_LABELS)
                        .forEach(label -> smaller.putLabels(label.getKey(), label.getValue()));
        return smaller.build();
    }

    private static boolean isShort(String key, String value) {
        return key.length() <= MAX_LABEL_KEY_LENGTH && value.length() <= MAX_LABEL_VALUE_LENGTH;
    }

    private static int partsOf(HostIdentity identity) {
        return identity.getIpCount() + identity.getMacCount() + identity.getLabelsCount();
    }

    private static void requireSize(HostIdentity identity) throws MalformedSampleException {
        int size = identity.getSerializedSize();
        if (size > MAX_IDENTITY_BYTES) {
            throw new MalformedSampleException(
                    RefusalCategory.TOO_LARGE,
                    "host is %d bytes long, at most %d are allowed"
                            .formatted(size, MAX_IDENTITY_BYTES));
        }
    }
}
