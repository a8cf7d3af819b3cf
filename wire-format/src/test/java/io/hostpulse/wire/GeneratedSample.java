package io.hostpulse.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.hostpulse.wire.proto.HostSample;

/**
 * A sample with a value of its own in every field that the schema has, fields that nobody has
 * thought of yet included.
 */
final class GeneratedSample {

    private int values;

    private GeneratedSample() {}

    static HostSample generate() {
        HostSample.Builder sample = HostSample.newBuilder();
        new GeneratedSample().fill(sample);
        return sample.setSchemaVersion(SampleCodec.SCHEMA_VERSION).build();
    }

    private void fill(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                message.addRepeatedField(field, generate(message, field));
                message.addRepeatedField(field, generate(message, field));
            } else {
                message.setField(field, generate(message, field));
            }
        }
    }

    private Object generate(Message.Builder parent, FieldDescriptor field) {
        values++;
        return switch (field.getJavaType()) {
            case INT -> values;
            case LONG -> (1L << 40) + values;
            case DOUBLE -> values + 0.1;
            case BOOLEAN -> true;
            case STRING -> "ü" + values;
            case MESSAGE -> {
                Message.Builder message = parent.newBuilderForField(field);
                if (message instanceof com.google.protobuf.Timestamp.Builder time) {
                    yield time.setSeconds(values).setNanos(values).build();
                }
                fill(message);
                yield message.build();
            }
            case ENUM -> field.getEnumType().getValues().get(1);
            case FLOAT, BYTE_STRING ->
                    throw new IllegalStateException("teach this test of " + field.getJavaType());
        };
    }
}
