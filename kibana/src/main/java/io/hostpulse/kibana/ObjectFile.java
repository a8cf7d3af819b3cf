package io.hostpulse.kibana;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads one JSON object from a file. */
final class ObjectFile {

    /** Strict, since what is passed over here would be missing in Kibana without a word. */
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ObjectFile() {}

    /**
     * @throws AssemblyException if the file is missing, or holds anything but one JSON object
     */
    static ObjectNode read(Path file) {
        try {
            JsonNode json = MAPPER.readTree(Files.readString(file));
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw new AssemblyException(file, "must be a JSON object");
        } catch (JsonProcessingException e) {
            throw new AssemblyException(
                    file,
                    "line %d: %s".formatted(e.getLocation().getLineNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssemblyException(file, "cannot be read: " + e);
        }
    }
}
