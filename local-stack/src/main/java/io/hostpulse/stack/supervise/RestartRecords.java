package io.hostpulse.stack.supervise;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What was started again since the stack was, on disk for other commands to tell. */
public final class RestartRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public RestartRecords(DataDirectory data) {
        this.file = data.run().resolve("restarts");
    }

    /** Nothing where it cannot be read: it is for people's information alone. */
    public Map<Component, Restarts> all() {
        Map<Component, Restarts> all = new EnumMap<>(Component.class);
        try {
            for (Map.Entry<String, JsonNode> each :
                    JSON.readTree(Files.readString(file)).properties()) {
                Component.find(each.getKey())
                        .ifPresent(component -> all.put(component, read(each.getValue())));
            }
        } catch (IOException | RuntimeException none) {
            return Map.of();
        }
        return all;
    }

    /** Counts one more. */
    public void add(Component component, Instant time, String cause) {
        Map<Component, Restarts> all = new EnumMap<>(Component.class);
        all.putAll(all());
        int before = all.containsKey(component) ? all.get(component).count() : 0;
        all.put(component, new Restarts(before + 1, time, cause));
        ObjectNode json = JSON.createObjectNode();
        all.forEach(
                (key, restarts) ->
                        json.putObject(key.id())
                                .put("count", restarts.count())
                                .put("last", restarts.last().toString())
                                .put("cause", restarts.cause()));
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(draft, json.toPrettyString() + "\n");
            Files.move(draft, file, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Forgets all of it, when a stack is started anew. */
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    private static Restarts read(JsonNode json) {
        return new Restarts(
                json.required("count").intValue(),
                Instant.parse(json.required("last").textValue()),
                json.required("cause").textValue());
    }
}
