package io.hostpulse.job.ingest;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static io.hostpulse.job.ingest.ProtobufInput.requirePlain;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.OperatingSystem;

/**
 * What a sample says of its host. The bytes that say it are kept as they are where that is how the
 * job would write them, which it is of agents: then all known fields, written again, would take as
 * many bytes.
 */
final class PlainIdentity {

    private static final int ID = textTag(HostIdentity.ID_FIELD_NUMBER);
    private static final int NAME = textTag(HostIdentity.NAME_FIELD_NUMBER);
    private static final int IP = textTag(HostIdentity.IP_FIELD_NUMBER);
    private static final int MAC = textTag(HostIdentity.MAC_FIELD_NUMBER);
    private static final int OS = textTag(HostIdentity.OS_FIELD_NUMBER);
    private static final int LABELS = textTag(HostIdentity.LABELS_FIELD_NUMBER);
    private static final int LAST = textTag(HostIdentity.BOOT_ID_FIELD_NUMBER);
    private static final int LAST_OF_OS = textTag(OperatingSystem.KERNEL_FIELD_NUMBER);
    private static final int LABEL_KEY = textTag(1);
    private static final int LABEL_VALUE = textTag(2);

    private final ProtobufInput in;
    private final byte[] bytes;
    private String id = "";
    private String name = "";
    private String lastLabel;
    private boolean areLabelsSorted = true;

    /** Reads the field at which {@code in} is. */
    PlainIdentity(ProtobufInput in) throws NotPlainException {
        this.in = in;
        int outer = in.enter();
        int begin = in.position();
        int writtenSize = readFields();
        byte[] asSent = in.copySince(begin);
        in.leave(outer);
        boolean isAsWritten = writtenSize == asSent.length && areLabelsSorted;
        bytes = isAsWritten ? asSent : writeAnew(asSent);
        requirePlain(bytes.length <= SampleLimits.MAX_IDENTITY_BYTES && !id.isBlank());
    }

    String id() {
        return id;
    }

    /** Empty where it gives none. */
    String name() {
        return name;
    }

    /** As {@link SampleFlattener#serialize} writes them. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns how many bytes the known fields take when they are written. */
    private int readFields() throws NotPlainException {
        int size = 0;
        int last = 0;
        int elements = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            if (!isText(tag) || tag > LAST) {
                in.skip(tag);
                continue;
            }
            elements = tag == last ? elements + 1 : 1;
            requirePlain(tag >= last && elements <= maxElements(tag));
            last = tag;
            if (tag == OS) {
                size += sizeOf(readOperatingSystem());
            } else if (tag == LABELS) {
                size += sizeOf(readLabel());
            } else {
                int length = in.skipText();
                size += length > 0 || tag == IP || tag == MAC ? sizeOf(length) : 0;
                if (tag == ID) {
                    id = in.lastText(length, SampleCodec.MAX_HOST_ID_LENGTH);
                } else if (tag == NAME) {
                    name = in.lastText(length, SampleLimits.MAX_IDENTITY_BYTES);
                }
            }
        }
        return size;
    }

    private static int maxElements(int tag) {
        if (tag == LABELS) {
            return SampleLimits.MAX_LABELS;
        }
        return tag == IP || tag == MAC ? SampleLimits.MAX_ADDRESSES : 1;
    }

    private int readOperatingSystem() throws NotPlainException {
        int size = 0;
        int last = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (!isText(tag) || tag > LAST_OF_OS) {
                in.skip(tag);
                continue;
            }
            requirePlain(tag > last);
            last = tag;
            int length = in.skipText();
            size += length > 0 ? sizeOf(length) : 0;
        }
        in.leave(outer);
        return size;
    }

    /** An entry of a map is written with its key and its value, be they empty or not. */
    private int readLabel() throws NotPlainException {
        int outer = in.enter();
        requirePlain(in.readTag() == LABEL_KEY);
        int keyLength = in.skipText();
        String key = in.lastText(keyLength, SampleLimits.MAX_LABEL_KEY_LENGTH);
        requirePlain(in.readTag() == LABEL_VALUE);
        int valueLength = in.skipText();
        requirePlain(valueLength <= SampleLimits.MAX_LABEL_VALUE_LENGTH && !in.hasMore());
        in.leave(outer);
        areLabelsSorted &= lastLabel == null || lastLabel.compareTo(key) < 0;
        lastLabel = key;
        return sizeOf(keyLength) + sizeOf(valueLength);
    }

    private static byte[] writeAnew(byte[] identity) throws NotPlainException {
        try {
            return SampleFlattener.serialize(HostIdentity.parseFrom(identity));
        } catch (InvalidProtocolBufferException e) {
            throw new NotPlainException();
        }
    }

    /** Of a field whose tag takes one byte. */
    private static int sizeOf(int length) {
        return 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }

    private static boolean isText(int tag) {
        return (tag & 7) == WIRETYPE_LENGTH_DELIMITED;
    }

    private static int textTag(int number) {
        return ProtobufInput.tag(number, WIRETYPE_LENGTH_DELIMITED);
    }
}
