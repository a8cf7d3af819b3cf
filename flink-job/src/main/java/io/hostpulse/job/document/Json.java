package io.hostpulse.job.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A JSON object whose members are addressed by dotted paths, as Elasticsearch names fields. */
final class Json {

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    JsonFactory.builder()
                            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                            .build());
    private static final Pattern DOT = Pattern.compile("\\.");

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    /** Splits {@code system.load.1} into its steps; done once for names that are used often. */
    static String[] path(String dotted) {
        return DOT.split(dotted);
    }

    Json put(String dotted, String value) {
        return put(path(dotted), value);
    }

    Json put(String[] path, String value) {
        if (value != null && !value.isEmpty()) {
            parent(path).put(path[path.length - 1], value);
        }
        return this;
    }

    Json put(String dotted, double value) {
        return put(path(dotted), value);
    }

    Json put(String[] path, double value) {
        parent(path).put(path[path.length - 1], value);
        return this;
    }

    Json put(String dotted, long value) {
        return put(path(dotted), value);
    }

    Json put(String[] path, long value) {
        parent(path).put(path[path.length - 1], value);
        return this;
    }

    Json put(String dotted, boolean value) {
        String[] path = path(dotted);
        parent(path).put(path[path.length - 1], value);
        return this;
    }

    /** A time as ISO 8601 in UTC; nothing where {@code millis} is 0. */
    Json putTime(String dotted, long millis) {
        return millis == 0 ? this : put(dotted, Instant.ofEpochMilli(millis).toString());
    }

    Json putAll(String[] path, Iterable<String> values) {
        var array = parent(path).putArray(path[path.length - 1]);
        values.forEach(array::add);
        return this;
    }

    byte[] toBytes() {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The members, for one to be added to them: with a comma before, and the object {@code last} at
     * the end and open.
     */
    byte[] toMembers(String last) {
        root.set(last, root.remove(last));
        byte[] object = toBytes();
        object[0] = ',';
        return Arrays.copyOf(object, object.length - 2);
    }

    private ObjectNode parent(String[] path) {
        ObjectNode node = root;
        for (int step = 0; step < path.length - 1; step++) {
            node = node.withObjectProperty(path[step]);
        }
        return node;
    }
}
