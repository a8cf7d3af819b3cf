package io.hostpulse.job.fuzz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;

/** A sample that says something in every field that the schema has, and nothing impossible. */
public final class FullSample {

    private int strings;

    private FullSample() {}

    public static HostSample generate() {
        HostSample.Builder sample = HostSample.newBuilder();
        new FullSample().fill(sample);
        return sample.setSchemaVersion(SampleCodec.SCHEMA_VERSION).build();
    }

    private void fill(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                message.addRepeatedField(field, value(message, field));
            } else {
                message.setField(field, value(message, field));
            }
        }
    }

    private Object value(Message.Builder parent, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> 7;
            case LONG -> 4_096L;
            case FLOAT -> 0.25f;
            case DOUBLE -> 0.25;
            case BOOLEAN -> true;
            case STRING -> "ü" + strings++;
            case ENUM -> field.getEnumType().getValues().get(0);
            case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8("bytes");
            case MESSAGE -> {
                Message.Builder message = parent.newBuilderForField(field);
                fill(message);
                yield message.build();
            }
        };
    }
}
