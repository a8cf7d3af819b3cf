package io.hostpulse.job.ingest;

import static com.google.protobuf.WireFormat.WIRETYPE_FIXED64;
import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.LabelType;
import java.util.ArrayList;
import java.util.List;

/** What stands behind each tag in the message of a group, and where its value goes. */
final class GroupTable {

    private final MetricGroup group;
    private final Parser<? extends Message> parser;
    private final int metrics;
    private final int required;
    private final Field[] fields;

    /** How a field is read and what for. */
    enum Kind {
        DOUBLE_METRIC(WIRETYPE_FIXED64),
        UNSIGNED_METRIC(WIRETYPE_VARINT),
        SIGNED_METRIC(WIRETYPE_VARINT),
        KEY_TEXT(WIRETYPE_LENGTH_DELIMITED),
        KEY_NUMBER(WIRETYPE_VARINT),
        REQUIRED_TEXT(WIRETYPE_LENGTH_DELIMITED),
        TEXT(WIRETYPE_LENGTH_DELIMITED),
        NUMBER(WIRETYPE_VARINT),
        DATE(WIRETYPE_VARINT);

        private final int wireType;

        Kind(int wireType) {
            this.wireType = wireType;
        }
    }

    /**
     * @param metric null of what is none
     * @param lowest that the metric accepts
     * @param highest that it accepts
     */
    record Field(int tag, Kind kind, Metric metric, int slot, double lowest, double highest) {

        static Field of(MetricField field) {
            Metric metric = field.metric();
            return new Field(
                    tag(field.field(), kindOf(field)),
                    kindOf(field),
                    metric,
                    FlatGroup.slot(metric),
                    metric.lowest(),
                    metric.highest());
        }

        static Field of(LabelField label) {
            return new Field(tag(label.field(), kindOf(label)), kindOf(label), null, -1, 0, 0);
        }

        private static int tag(FieldDescriptor field, Kind kind) {
            return ProtobufInput.tag(field.getNumber(), kind.wireType);
        }

        private static Kind kindOf(MetricField field) {
            return switch (field.field().getType()) {
                case DOUBLE -> Kind.DOUBLE_METRIC;
                case UINT64 -> Kind.UNSIGNED_METRIC;
                case INT64 -> Kind.SIGNED_METRIC;
                default -> throw new IllegalStateException("no reader of " + field.field());
            };
        }

        private static Kind kindOf(LabelField label) {
            return switch (label.field().getType()) {
                case STRING ->
                        label.key()
                                ? Kind.KEY_TEXT
                                : label.required() ? Kind.REQUIRED_TEXT : Kind.TEXT;
                case UINT32 -> label.key() ? Kind.KEY_NUMBER : Kind.NUMBER;
                case INT64 -> label.type() == LabelType.DATE ? Kind.DATE : Kind.NUMBER;
                default -> throw new IllegalStateException("no reader of " + label.field());
            };
        }
    }

    GroupTable(MetricGroup group) {
        this.group = group;
        parser =
                HostSample.newBuilder()
                        .newBuilderForField(group.field())
                        .getDefaultInstanceForType()
                        .getParserForType();
        metrics = group.metrics().size();
        required = (int) group.labels().stream().filter(LabelField::required).count();
        List<Field> all = new ArrayList<>();
        group.metrics().stream().map(Field::of).forEach(all::add);
        group.labels().stream().map(Field::of).forEach(all::add);
        if (all.size() != group.field().getMessageType().getFields().size()) {
            throw new IllegalStateException(group.name() + " has what is no metric nor label");
        }
        fields = new Field[1 + all.stream().mapToInt(Field::tag).max().orElseThrow()];
        all.forEach(field -> fields[field.tag()] = field);
    }

    MetricGroup group() {
        return group;
    }

    /** Of its messages. */
    Parser<? extends Message> parser() {
        return parser;
    }

    Dimension dimension() {
        return group.dimension();
    }

    boolean isOfDevices() {
        return dimension() != Dimension.HOST;
    }

    /** How many messages of it a sample may have. */
    int most() {
        return isOfDevices() ? SampleLimits.MAX_DEVICES : 1;
    }

    /** How many metrics it has. */
    int metrics() {
        return metrics;
    }

    /** How many labels are required. */
    int required() {
        return required;
    }

    /** The field with that tag, null where none is known. */
    Field field(int tag) {
        return tag < fields.length ? fields[tag] : null;
    }
}
