package io.hostpulse.job.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The words that operators choose for their hosts. Each is a field of its own, and an index has
 * room for so many; one host with endless new ones must not keep out the documents of others.
 */
final class FreeLabels {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELD = "labels";

    private FreeLabels() {}

    /** The document without its labels, empty where it has none. */
    static Optional<byte[]> without(byte[] document) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(document);
            return json.remove(FIELD) == null
                    ? Optional.empty()
                    : Optional.of(JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
