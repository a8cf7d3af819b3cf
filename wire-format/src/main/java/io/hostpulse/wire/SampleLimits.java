package io.hostpulse.wire;

import com.google.protobuf.Message;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.LabelType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one sample may hold, whatever its encoding. A small record can decode to a hundred thousand
 * devices, and what it says of its host is kept for as long as the host is: what is beyond the
 * limits is left out and counted, and the rest of the sample counts. So is a device that nobody
 * could tell from others, and a number that no host can mean. No honest host comes near them.
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

    /** How far ahead of its arrival a sample may be. What is further gets the time of arrival. */
    public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    /** How old a sample may be when it arrives. What waited for longer is refused. */
    public static final Duration MAX_AGE = Duration.ofDays(400);

    /** From then on no date counts: Elasticsearch reads years of four digits. */
    public static final long YEAR_10000_MILLIS = 253_402_300_800_000L;

    private static final List<DeviceGroup> DEVICE_GROUPS =
            MetricCatalogue.get().groups().stream()
                    .filter(group -> group.dimension() != Dimension.HOST)
                    .map(DeviceGroup::of)
                    .toList();

    private record DeviceGroup(
            MetricGroup group, LabelField key, List<LabelField> required, List<LabelField> dates) {

        static DeviceGroup of(MetricGroup group) {
            List<LabelField> labels = group.labels();
            return new DeviceGroup(
                    group,
                    labels.stream().filter(LabelField::key).findFirst().orElseThrow(),
                    labels.stream().filter(LabelField::required).toList(),
                    labels.stream().filter(label -> label.type() == LabelType.DATE).toList());
        }
    }

    private SampleLimits() {}

    /**
     * @param leftOut where what is left out is added
     * @return the very {@code sample} where all of it may stay
     * @throws MalformedSampleException if the host's identity stays too large
     */
    public static HostSample apply(HostSample sample, LeftOut leftOut)
            throws MalformedSampleException {
        HostSample.Builder changed = null;
        for (DeviceGroup group : DEVICE_GROUPS) {
            List<Message> devices = group.group().messages(sample);
            List<Message> kept = keep(devices, group, leftOut);
            if (kept != devices) {
                changed = changed == null ? sample.toBuilder() : changed;
                changed.setField(group.group().field(), kept);
            }
        }
        if (hasBadNumber(sample)) {
            changed = changed == null ? sample.toBuilder() : changed;
            clearBadNumbers(changed, leftOut);
        }
        HostIdentity identity = sample.getHost();
        if (!isWithinLimits(identity)) {
            identity = bounded(identity, leftOut);
            changed = changed == null ? sample.toBuilder() : changed;
            changed.setHost(identity);
        }
        requireSize(identity);
        return changed == null ? sample : changed.build();
    }

    /**
     * Whether a name shows nothing: white space of any kind, characters that only control or format
     * others, or none at all.
     */
    public static boolean isInvisible(String name) {
        return name.codePoints().allMatch(SampleLimits::isInvisible);
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.CONTROL;
    }

    /** The very list where all of it may stay, which is so nearly always. */
    private static List<Message> keep(List<Message> devices, DeviceGroup group, LeftOut leftOut) {
        Set<Object> names = new HashSet<>();
        List<Message> kept = null;
        for (int d = 0; d < devices.size(); d++) {
            Message device = devices.get(d);
            LeftOut.Reason reason = reasonToLeaveOut(device, group, names);
            Message rest = reason == null ? withoutBadDates(device, group, leftOut) : null;
            if (rest != device && kept == null) {
                kept = new ArrayList<>(devices.subList(0, d));
            }
            if (reason != null) {
                leftOut.add(reason, () -> describe(device, group));
            } else if (kept != null) {
                kept.add(rest);
            }
        }
        return kept == null ? devices : kept;
    }

    /** Null where {@code device} may stay, and then its name is added to {@code names}. */
    private static LeftOut.Reason reasonToLeaveOut(
            Message device, DeviceGroup group, Set<Object> names) {
        for (LabelField label : group.required()) {
            if (!label.isGiven(device)) {
                return LeftOut.Reason.UNNAMED;
            }
        }
        Object name = group.key().read(device);
        if (name instanceof String text && text.length() > MAX_NAME_LENGTH) {
            return LeftOut.Reason.TOO_LONG;
        }
        if (names.contains(name)) {
            return LeftOut.Reason.REPEATED;
        }
        if (names.size() == MAX_DEVICES) {
            return LeftOut.Reason.TOO_MANY;
        }
        names.add(name);
        return null;
    }

    private static Message withoutBadDates(Message device, DeviceGroup group, LeftOut leftOut) {
        Message rest = device;
        for (LabelField date : group.dates()) {
            long millis = (long) date.read(device);
            if (millis < 0 || millis >= YEAR_10000_MILLIS) {
                rest = rest.toBuilder().clearField(date.field()).build();
                leftOut.add(LeftOut.Reason.BAD_VALUE, () -> date.name() + " is " + millis);
            }
        }
        return rest;
    }

    private static String describe(Message device, DeviceGroup group) {
        String name = group.group().nameOf(device);
        return "one of %s with %s '%s'"
                .formatted(
                        group.group().name(),
                        group.key().name(),
                        name.substring(0, Math.min(name.length(), 64)));
    }

    private static boolean hasBadNumber(HostSample sample) {
        return sample.getIntervalMs() < 0
                || sample.getAgent().getSequence() < 0
                || sample.getGoodbye() == Goodbye.UNRECOGNIZED;
    }

    private static void clearBadNumbers(HostSample.Builder sample, LeftOut leftOut) {
        if (sample.getIntervalMs() < 0) {
            sample.clearIntervalMs();
            leftOut.add(LeftOut.Reason.BAD_VALUE, () -> "interval_ms is beyond 2^31");
        }
        if (sample.getAgent().getSequence() < 0) {
            sample.getAgentBuilder().clearSequence();
            leftOut.add(LeftOut.Reason.BAD_VALUE, () -> "agent.sequence is beyond 2^63");
        }
        if (sample.getGoodbye() == Goodbye.UNRECOGNIZED) {
            sample.clearGoodbye();
            leftOut.add(LeftOut.Reason.BAD_VALUE, () -> "goodbye is none that is known");
        }
    }

    private static boolean isWithinLimits(HostIdentity identity) {
        return identity.getIpCount() <= MAX_ADDRESSES
                && identity.getMacCount() <= MAX_ADDRESSES
                && identity.getLabelsCount() <= MAX_LABELS
                && identity.getLabelsMap().entrySet().stream()
                        .allMatch(label -> isShort(label.getKey(), label.getValue()));
    }

    private static HostIdentity bounded(HostIdentity identity, LeftOut leftOut) {
        HostIdentity.Builder smaller = identity.toBuilder().clearLabels();
        if (identity.getIpCount() > MAX_ADDRESSES) {
            smaller.clearIp().addAllIp(firstOf(identity.getIpList(), leftOut));
        }
        if (identity.getMacCount() > MAX_ADDRESSES) {
            smaller.clearMac().addAllMac(firstOf(identity.getMacList(), leftOut));
        }
        new TreeMap<>(identity.getLabelsMap())
                .forEach(
                        (key, value) -> {
                            if (!isShort(key, value)) {
                                leftOut.add(LeftOut.Reason.TOO_LONG, () -> "a label");
                            } else if (smaller.getLabelsCount() == MAX_LABELS) {
                                leftOut.add(LeftOut.Reason.TOO_MANY, () -> "label " + key);
                            } else {
                                smaller.putLabels(key, value);
                            }
                        });
        return smaller.build();
    }

    private static List<String> firstOf(List<String> addresses, LeftOut leftOut) {
        for (String address : addresses.subList(MAX_ADDRESSES, addresses.size())) {
            leftOut.add(LeftOut.Reason.TOO_MANY, () -> "address " + address);
        }
        return addresses.subList(0, MAX_ADDRESSES);
    }

    private static boolean isShort(String key, String value) {
        return key.length() <= MAX_LABEL_KEY_LENGTH && value.length() <= MAX_LABEL_VALUE_LENGTH;
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
