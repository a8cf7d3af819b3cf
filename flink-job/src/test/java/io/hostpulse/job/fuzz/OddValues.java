package io.hostpulse.job.fuzz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;
import java.util.Random;

/** Puts numbers into a sample that no host can have measured. */
final class OddValues {

    private static final double[] DOUBLES = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        -1,
        1e18,
        1.0001
    };
    private static final long[] LONGS = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, 0};
    private static final int[] INTS = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0};

    private OddValues() {}

    /** A copy with so many measured values changed; identity, version and time stay. */
    static HostSample set(HostSample sample, int count, Random random) {
        HostSample.Builder builder = sample.toBuilder();
        for (int i = 0; i < count; i++) {
            List<FieldDescriptor> readings =
                    builder.getAllFields().keySet().stream()
                            .filter(field -> field.getJavaType() == JavaType.MESSAGE)
                            .filter(field -> field.getNumber() >= HostSample.CPU_FIELD_NUMBER)
                            .toList();
            descend(builder, readings.get(random.nextInt(readings.size())), random);
        }
        return builder.build();
    }

    private static void change(Message.Builder message, Random random) {
        List<FieldDescriptor> fields =
                message.getAllFields().keySet().stream()
                        .filter(field -> !field.isMapField())
                        .filter(field -> field.getJavaType() != JavaType.STRING)
                        .toList();
        if (!fields.isEmpty()) {
            descend(message, fields.get(random.nextInt(fields.size())), random);
        }
    }

    private static void descend(Message.Builder message, FieldDescriptor field, Random random) {
        if (field.isRepeated()) {
            int index = random.nextInt(message.getRepeatedFieldCount(field));
            message.setRepeatedField(
                    field, index, odd(field, message.getRepeatedField(field, index), random));
        } else {
            message.setField(field, odd(field, message.getField(field), random));
        }
    }

    private static Object odd(FieldDescriptor field, Object value, Random random) {
        return switch (field.getJavaType()) {
            case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
            case LONG -> LONGS[random.nextInt(LONGS.length)];
            case INT -> INTS[random.nextInt(INTS.length)];
            case MESSAGE -> {
                Message.Builder inner = ((Message) value).toBuilder();
                change(inner, random);
                yield inner.build();
            }
            case FLOAT, BOOLEAN, STRING, ENUM, BYTE_STRING -> value;
        };
    }
}
