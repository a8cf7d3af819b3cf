package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.job.model.RawRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The records of a story, in the order of their topics, one line of JSON each.
 *
 * @param before what has been read when the savepoint is taken
 * @param after what comes then
 */
record StoryInput(List<String> before, List<String> after) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAVEPOINT = "-- savepoint --";

    static String line(String topic, String key, long timestampMillis, String json) {
        try {
            ObjectNode line = JSON.createObjectNode();
            line.put("topic", topic).put("key", key).put("timestamp", timestampMillis);
            line.set("value", JSON.readTree(json));
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static RawRecord parse(String line, long offset) throws JsonProcessingException {
        JsonNode record = JSON.readTree(line);
        return new RawRecord(
                record.get("topic").asText(),
                0,
                offset,
                record.get("timestamp").asLong(),
                null,
                record.get("key").asText().getBytes(UTF_8),
                JSON.writeValueAsBytes(record.get("value")));
    }

    List<String> before(String topic) {
        return of(topic, before);
    }

    List<String> after(String topic) {
        return of(topic, after);
    }

    /** The same story, with more to come right after the savepoint. */
    StoryInput then(String line) {
        return new StoryInput(before, concat(List.of(line), after));
    }

    /** The same story, half of whose rest has been told. */
    StoryInput halfTold() {
        int half = after.size() / 2;
        return new StoryInput(
                concat(before, after.subList(0, half)), after.subList(half, after.size()));
    }

    private static List<String> of(String topic, List<String> lines) {
        String start = "{\"topic\":\"" + topic + "\"";
        return lines.stream().filter(line -> line.startsWith(start)).toList();
    }

    void write(Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(
                    String.join("\n", concat(concat(before, List.of(SAVEPOINT)), after))
                            .getBytes(UTF_8));
        }
    }

    static StoryInput read(Path file) throws IOException {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            List<String> lines = in.lines().toList();
            int savepoint = lines.indexOf(SAVEPOINT);
            return new StoryInput(
                    lines.subList(0, savepoint), lines.subList(savepoint + 1, lines.size()));
        }
    }

    static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
