package io.hostpulse.job.state;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.EnumSerializer.EnumSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.LinkedOptionalMapSerializer;

/**
 * Names the types of state as serializers have written them, and notes the fields of records and
 * the constants of enums. What Flink keeps to itself of these is read as it is persisted.
 */
final class SerializedTypes {

    private static final String OWN_PACKAGE = "io.hostpulse.job.";

    private final Map<String, String> lines;
    private final Set<String> absent;
    private final ClassLoader classes;

    /**
     * @param lines where fields and constants are noted
     * @param absent where those fields are noted too that their class does not have
     * @param classes which the types are found in
     */
    SerializedTypes(Map<String, String> lines, Set<String> absent, ClassLoader classes) {
        this.lines = lines;
        this.absent = absent;
        this.classes = classes;
    }

    /**
     * Names a type, such as {@code Map<Long, model.Pane>}.
     *
     * @param field how a field of it is noted
     */
    String name(TypeSerializerSnapshot<?> type, String field) throws IOException {
        if (type instanceof PojoSerializerSnapshot<?>) {
            return nameRecord(written(type), field);
        }
        if (type instanceof EnumSerializerSnapshot<?>) {
            return nameEnum(written(type));
        }
        String name = type.getClass().getSimpleName().replaceFirst("SerializerSnapshot.*", "");
        if (type instanceof CompositeTypeSerializerSnapshot<?, ?> composite) {
            boolean hasKey = type instanceof MapSerializerSnapshot<?, ?>;
            return name + nameParts(composite.getNestedSerializerSnapshots(), hasKey, field);
        }
        return name;
    }

    private String nameParts(TypeSerializerSnapshot<?>[] parts, boolean hasKey, String field)
            throws IOException {
        String[] names = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            names[i] = name(parts[i], hasKey && i == 0 ? StateListing.KEY_FIELD : field);
        }
        return Arrays.stream(names).collect(Collectors.joining(", ", "<", ">"));
    }

    private String nameRecord(DataInputView in, String field) throws IOException {
        String name = shorten(in.readUTF());
        LinkedOptionalMapSerializer.readOptionalMap(
                        in,
                        (key, itsName) -> itsName,
                        (value, itsName) ->
                                name(
                                        TypeSerializerSnapshot.readVersionedSnapshot(
                                                value, classes),
                                        field))
                .forEach(
                        (itsName, ofClass, type) -> {
                            String line = field + name + "." + itsName;
                            lines.put(line, type);
                            if (ofClass == null) {
                                absent.add(line);
                            }
                        });
        return name;
    }

    private String nameEnum(DataInputView in) throws IOException {
        String name = shorten(in.readUTF());
        for (int left = in.readInt(); left > 0; left--) {
            lines.put(StateListing.CONSTANT + name + "." + in.readUTF(), "");
        }
        return name;
    }

    private static DataInputView written(TypeSerializerSnapshot<?> type) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        type.writeSnapshot(out);
        return new DataInputDeserializer(out.getCopyOfBuffer());
    }

    private static String shorten(String className) {
        return className.startsWith(OWN_PACKAGE)
                ? className.substring(OWN_PACKAGE.length())
                : className;
    }
}
