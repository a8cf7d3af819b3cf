package io.hostpulse.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.HostSampleOrBuilder;
import io.hostpulse.wire.proto.LabelType;
import java.util.List;

/**
 * One part of a sample: values that are measured together, such as memory or a disk.
 *
 * @param name name of the group's field in {@link HostSample}
 * @param dataset value of {@code event.dataset} for documents that carry it
 * @param dimension {@link Dimension#HOST} for a group that a host has once
 */
public record MetricGroup(
        String name,
        String dataset,
        Dimension dimension,
        List<MetricField> metrics,
        List<LabelField> labels,
        FieldDescriptor field) {

    /** A number of the group and where the group's message keeps it. */
    public static final class MetricField {

        private final Metric metric;
        private final FieldDescriptor field;
        private final FieldAccessor accessor;

        MetricField(Metric metric, FieldDescriptor field, Class<? extends Message> message) {
            this.metric = metric;
            this.field = field;
            this.accessor = new FieldAccessor(message, field);
        }

        public Metric metric() {
            return metric;
        }

        public FieldDescriptor field() {
            return field;
        }

        /** Whether {@code group} carries a value, be it a sensible one or not. */
        public boolean isPresent(Message group) {
            return accessor.isPresent(group);
        }

        /** The value in {@code group}, 0 when it is absent. */
        public double read(Message group) {
            return accessor.read(group);
        }
    }

    /**
     * A text or identity of the group and where the group's message keeps it.
     *
     * @param key whether it tells the things of the dimension apart
     * @param required whether a thing without it is left out; true of every key
     */
    public record LabelField(
            String name,
            LabelType type,
            boolean key,
            boolean required,
            String help,
            FieldDescriptor field) {

        /** The value in {@code message}: a text, a list of texts, or a {@code Long}. */
        public Object read(Message message) {
            Object value = message.getField(field);
            return value instanceof Integer unsigned ? Integer.toUnsignedLong(unsigned) : value;
        }

        /** Whether {@code message} says it, with a text that shows something or with any number. */
        public boolean isGiven(Message message) {
            return field.hasPresence()
                    ? message.hasField(field)
                    : message.getField(field) instanceof String text
                            && !SampleLimits.isInvisible(text);
        }
    }

    public MetricGroup {
        metrics = List.copyOf(metrics);
        labels = List.copyOf(labels);
    }

    /** What tells {@code device} from the others of its dimension. */
    public String nameOf(Message device) {
        for (LabelField label : labels) {
            if (label.key()) {
                return label.read(device).toString();
            }
        }
        throw new IllegalStateException(name + " is no group of devices");
    }

    /**
     * The messages of this group in {@code sample}: one a thing, none where it was not measured.
     */
    @SuppressWarnings("unchecked")
    public List<Message> messages(HostSampleOrBuilder sample) {
        if (field.isRepeated()) {
            return (List<Message>) sample.getField(field);
        }
        return sample.hasField(field) ? List.of((Message) sample.getField(field)) : List.of();
    }
}
