package io.hostpulse.wire.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * One object of keys and values. What is wrong with a value is noted under its key, and reading
 * goes on as if the value were absent. A key whose value is null is absent.
 */
public final class TreeReader {

    private static final int MAX_WORD_LENGTH = 100;
    private static final int MAX_SHOWN_LENGTH = 100;

    private final JsonNode node;
    private final String path;
    private final List<Problem> problems;

    private TreeReader(JsonNode node, String path, List<Problem> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    public static TreeReader ofRoot(JsonNode root, List<Problem> problems) {
        return new TreeReader(root, "", problems);
    }

    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    public void refuse(String key, String reason) {
        problems.add(new Problem(path.isEmpty() ? key : path + "." + key, reason));
    }

    /** Refuses the object as a whole. */
    public void refuse(String reason) {
        problems.add(new Problem(path, reason));
    }

    /** Unknown keys are mostly misspelt ones. */
    public void requireKnownKeys(Set<String> known) {
        node.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                refuse(
                                        key,
                                        "is not known here; known are "
                                                + known.stream().sorted().toList());
                            }
                        });
    }

    /** The text under a key that must be there. */
    public Optional<String> readRequiredText(String key, int maxLength) {
        if (!has(key)) {
            refuse(key, "is missing");
        }
        return readText(key, maxLength);
    }

    public Optional<String> readText(String key, int maxLength) {
        if (!has(key)) {
            return Optional.empty();
        }
        return checkText(node.get(key), key, maxLength);
    }

    /** The text of a value that has a form of its own, whatever JSON takes it for. */
    public Optional<String> readWord(String key) {
        return has(key) ? checkLength(node.get(key), key, MAX_WORD_LENGTH) : Optional.empty();
    }

    public Optional<Duration> readDuration(String key, Duration shortest, Duration longest) {
        Optional<String> text = readWord(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration duration = HumanDuration.parse(text.get());
            if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
                refuse(
                        key,
                        "%s is not allowed; from %s to %s are"
                                .formatted(
                                        text.get(),
                                        HumanDuration.format(shortest),
                                        HumanDuration.format(longest)));
                return Optional.empty();
            }
            return Optional.of(duration);
        } catch (IllegalArgumentException e) {
            refuse(key, e.getMessage());
            return Optional.empty();
        }
    }

    public OptionalDouble readNumber(String key) {
        if (!has(key)) {
            return OptionalDouble.empty();
        }
        JsonNode value = node.get(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            refuse(key, shown(value) + " is not a number; write one such as 0.9");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.doubleValue());
    }

    public OptionalInt readCount(String key, int least, int most) {
        if (!has(key)) {
            return OptionalInt.empty();
        }
        JsonNode value = node.get(key);
        if (!value.canConvertToExactIntegral()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            refuse(key, "%s is no whole number from %d to %d".formatted(shown(value), least, most));
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.intValue());
    }

    public Optional<Boolean> readBoolean(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!node.get(key).isBoolean()) {
            refuse(key, shown(node.get(key)) + " is neither true nor false");
            return Optional.empty();
        }
        return Optional.of(node.get(key).booleanValue());
    }

    /** Whether the value is {@code off}, which some YAML parsers take for false. */
    public boolean isOff(String key) {
        JsonNode value = node.path(key);
        return value.isBoolean() ? !value.booleanValue() : value.asText("").equals("off");
    }

    public Optional<TreeReader> readObject(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        return asObject(node.get(key), key);
    }

    /** Objects of a list; empty where it is absent. */
    public List<TreeReader> readObjects(String key, int most) {
        List<TreeReader> objects = new ArrayList<>();
        List<JsonNode> elements = readList(key, most);
        for (int i = 0; i < elements.size(); i++) {
            asObject(elements.get(i), key + "[" + i + "]").ifPresent(objects::add);
        }
        return objects;
    }

    /** Texts of a list; empty where it is absent. */
    public List<String> readTexts(String key, int most, int maxLength) {
        List<String> texts = new ArrayList<>();
        List<JsonNode> elements = readList(key, most);
        for (int i = 0; i < elements.size(); i++) {
            checkText(elements.get(i), key + "[" + i + "]", maxLength).ifPresent(texts::add);
        }
        return texts;
    }

    /** Texts by key, in the order of their keys; empty where the object is absent. */
    public Map<String, String> readTextByKey(String key, int most, int maxLength) {
        Map<String, String> texts = new TreeMap<>();
        Optional<TreeReader> object = readObject(key);
        if (object.isPresent()) {
            if (object.get().node.size() > most) {
                refuse(
                        key,
                        "has %d entries; at most %d are allowed"
                                .formatted(object.get().node.size(), most));
            }
            object.get()
                    .node
                    .fieldNames()
                    .forEachRemaining(
                            name ->
                                    object.get()
                                            .readRequiredText(name, maxLength)
                                            .ifPresent(text -> texts.put(name, text)));
        }
        return texts;
    }

    /** As JSON, long ones cut off. */
    private static String shown(JsonNode value) {
        String json = value.isNumber() ? value.asText() : value.toString();
        return json.length() <= MAX_SHOWN_LENGTH
                ? json
                : json.substring(0, MAX_SHOWN_LENGTH) + "...";
    }

    private Optional<TreeReader> asObject(JsonNode value, String key) {
        if (!value.isObject()) {
            refuse(key, shown(value) + " is no object of keys and values");
            return Optional.empty();
        }
        return Optional.of(
                new TreeReader(value, path.isEmpty() ? key : path + "." + key, problems));
    }

    private List<JsonNode> readList(String key, int most) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode list = node.get(key);
        if (!list.isArray()) {
            refuse(key, shown(list) + " is no list");
            return List.of();
        }
        if (list.isEmpty() || list.size() > most) {
            refuse(key, "has %d entries; 1 to %d are allowed".formatted(list.size(), most));
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return elements;
    }

    /** A number with a point would not be the text that was written: 1.10 is 1.1. */
    private Optional<String> checkText(JsonNode value, String key, int maxLength) {
        if (value.isFloatingPointNumber()) {
            refuse(key, "must be text, not the number " + value + "; write it in quotes");
            return Optional.empty();
        }
        return checkLength(value, key, maxLength);
    }

    private Optional<String> checkLength(JsonNode value, String key, int maxLength) {
        if (value.isContainerNode()) {
            refuse(key, "must be text, not " + shown(value));
            return Optional.empty();
        }
        String text = value.asText("").strip();
        if (text.isEmpty()) {
            refuse(key, "is empty");
            return Optional.empty();
        }
        if (text.length() > maxLength) {
            refuse(
                    key,
                    "has %d characters; at most %d are allowed"
                            .formatted(text.length(), maxLength));
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
