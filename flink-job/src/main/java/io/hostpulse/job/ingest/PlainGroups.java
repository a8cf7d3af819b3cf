package io.hostpulse.job.ingest;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static io.hostpulse.job.ingest.ProtobufInput.requirePlain;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.hostpulse.job.ingest.GroupTable.Field;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a sample says that was measured, of the host and of each of its devices. */
final class PlainGroups {

    /** By the tags of their fields in a sample. */
    private static final GroupTable[] TABLES = tabulateAll();

    private static final double[] NO_VALUES = Sample.absent(HostMetrics.all().size());

    /** Comparing a name with so many is faster than asking a set. */
    private static final int FEW_NAMES = 16;

    private final ProtobufInput in;
    private final LeftOut leftOut = new LeftOut();
    private final BitSet measured = new BitSet();
    private final double[] values = NO_VALUES.clone();
    private byte[] dimensions;
    private String[] names;
    private double[] deviceValues;
    private int device;
    private int deviceOffset;
    private int firstOfDimension;
    private Set<String> manyNames;

    /**
     * @param in reads the groups when their turn comes
     * @param ahead reads the same sample from its begin to its end
     */
    PlainGroups(ProtobufInput in, ProtobufInput ahead) throws NotPlainException {
        this.in = in;
        makeRoom(ahead);
    }

    /** As {@link MeasuredSample#groups}. */
    BitSet measured() {
        return measured;
    }

    /** As {@link Sample#values}. */
    double[] values() {
        return values;
    }

    /** As {@link Sample#deviceDimensions}. */
    byte[] dimensions() {
        return dimensions;
    }

    /** As {@link Sample#deviceNames}. */
    String[] names() {
        return names;
    }

    /** As {@link Sample#deviceValues}. */
    double[] deviceValues() {
        return deviceValues;
    }

    /**
     * The devices of all kinds that are wanted.
     *
     * @param again reads the same sample from its begin to its end
     */
    List<MeasuredSample.Device> devices(ProtobufInput again, Predicate<Dimension> wanted)
            throws NotPlainException, InvalidProtocolBufferException {
        List<MeasuredSample.Device> devices = new ArrayList<>();
        int next = 0;
        int offset = 0;
        while (again.hasMore()) {
            int tag = again.readTag();
            GroupTable table = tableAt(tag);
            if (table == null || !table.isOfDevices()) {
                again.skip(tag);
                continue;
            }
            int end = offset + table.metrics();
            if (wanted.test(table.dimension())) {
                devices.add(
                        new MeasuredSample.Device(
                                table.group(),
                                names[next],
                                again.readMessage(table.parser()),
                                Arrays.copyOfRange(deviceValues, offset, end)));
            } else {
                again.skip(tag);
            }
            next++;
            offset = end;
        }
        return devices;
    }

    /** Values that no host can have measured. */
    LeftOut leftOut() {
        return leftOut;
    }

    /** Makes sure that groups come in order, too, so that a device follows those of its kind. */
    private void makeRoom(ProtobufInput ahead) throws NotPlainException {
        int devices = 0;
        int metrics = 0;
        int last = 0;
        int ofKind = 0;
        while (ahead.hasMore()) {
            int tag = ahead.readTag();
            ahead.skip(tag);
            GroupTable table = tableAt(tag);
            if (table == null) {
                continue;
            }
            ofKind = tag == last ? ofKind + 1 : 1;
            requirePlain(tag >= last && ofKind <= table.most());
            last = tag;
            if (table.isOfDevices()) {
                devices++;
                metrics += table.metrics();
            }
        }
        dimensions = new byte[devices];
        names = new String[devices];
        deviceValues = Sample.absent(metrics);
    }

    /**
     * Reads the group behind a tag of a sample.
     *
     * @return whether it is one
     */
    boolean read(int tag) throws NotPlainException {
        GroupTable table = tableAt(tag);
        if (table == null) {
            return false;
        }
        if (table.isOfDevices()) {
            readDevice(table);
        } else {
            measured.set(WireFormat.getTagFieldNumber(tag));
            readGroup(table, values, 0);
        }
        return true;
    }

    private void readDevice(GroupTable table) throws NotPlainException {
        byte dimension = (byte) table.dimension().getNumber();
        if (device == 0 || dimensions[device - 1] != dimension) {
            firstOfDimension = device;
            manyNames = null;
        }
        dimensions[device] = dimension;
        names[device] = readGroup(table, deviceValues, deviceOffset);
        requirePlain(isNew(names[device]));
        device++;
        deviceOffset += table.metrics();
    }

    /** Whether no device of the same dimension before the one at which it is has that name. */
    private boolean isNew(String name) {
        if (device - firstOfDimension < FEW_NAMES) {
            for (int d = firstOfDimension; d < device; d++) {
                if (names[d].equals(name)) {
                    return false;
                }
            }
            return true;
        }
        if (manyNames == null) {
            manyNames = new HashSet<>(Arrays.asList(names).subList(firstOfDimension, device));
        }
        return manyNames.add(name);
    }

    /**
     * @param into where its metrics go, from {@code offset} on
     * @return the name of a device, null of what is none
     */
    private String readGroup(GroupTable table, double[] into, int offset) throws NotPlainException {
        String name = null;
        int given = 0;
        int last = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            Field field = table.field(tag);
            if (field == null) {
                in.skip(tag);
                continue;
            }
            requirePlain(tag > last);
            last = tag;
            switch (field.kind()) {
                case DOUBLE_METRIC -> put(field, in.readDouble(), into, offset);
                case UNSIGNED_METRIC -> {
                    long number = in.readVarint();
                    put(field, number < 0 ? Double.NaN : (double) number, into, offset);
                }
                case SIGNED_METRIC -> put(field, (double) in.readVarint(), into, offset);
                case KEY_TEXT -> {
                    name = in.readText(SampleLimits.MAX_NAME_LENGTH);
                    requirePlain(!SampleLimits.isInvisible(name));
                    given++;
                }
                case KEY_NUMBER -> {
                    name = Integer.toUnsignedString((int) in.readVarint());
                    given++;
                }
                case REQUIRED_TEXT -> {
                    requirePlain(!SampleLimits.isInvisible(in.readText(Integer.MAX_VALUE)));
                    given++;
                }
                case TEXT -> in.skipText();
                case NUMBER -> in.readVarint();
                case DATE -> {
                    long millis = in.readVarint();
                    requirePlain(millis >= 0 && millis < SampleLimits.YEAR_10000_MILLIS);
                }
            }
        }
        in.leave(outer);
        requirePlain(given == table.required());
        return name;
    }

    private void put(Field field, double number, double[] into, int offset) {
        if (number >= field.lowest() && number <= field.highest()) {
            into[offset + field.slot()] = number;
        } else {
            leftOut.add(LeftOut.Reason.BAD_VALUE, () -> field.metric().name() + " is " + number);
        }
    }

    private static GroupTable tableAt(int tag) {
        return tag < TABLES.length ? TABLES[tag] : null;
    }

    private static GroupTable[] tabulateAll() {
        List<MetricGroup> groups = MetricCatalogue.get().groups();
        int highest = groups.stream().mapToInt(PlainGroups::tagOf).max().orElseThrow();
        GroupTable[] tables = new GroupTable[highest + 1];
        groups.forEach(group -> tables[tagOf(group)] = new GroupTable(group));
        return tables;
    }

    private static int tagOf(MetricGroup group) {
        return ProtobufInput.tag(group.field().getNumber(), WIRETYPE_LENGTH_DELIMITED);
    }
}
