package io.hostpulse.stack.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One document of a YAML file, which also knows on which line each key stands.
 *
 * @param tree empty if the document is no YAML
 * @param lineByKey from 1, by keys such as {@code when.all[1].metric}; the document's own is ""
 * @param faults what is wrong with it as YAML
 */
public record YamlDocument(
        Optional<JsonNode> tree, Map<String, Integer> lineByKey, List<Fault> faults) {

    /** The line that begins a document: nothing in YAML goes on over it. */
    private static final Pattern BEGIN = Pattern.compile("(?m)^---(?=\\s|$)");

    /** A line that holds nothing of a document: blank, a comment, a directive, a marker. */
    private static final Pattern EMPTY_LINE = Pattern.compile("%.*|(?:---|\\.\\.\\.)?\\s*(?:#.*)?");

    public YamlDocument {
        lineByKey = Map.copyOf(lineByKey);
        faults = List.copyOf(faults);
    }

    /**
     * All documents of {@code yaml} that hold anything, each read whatever is wrong with the
     * others.
     */
    public static List<YamlDocument> readAll(String yaml) {
        List<YamlDocument> documents = new ArrayList<>();
        Matcher begin = BEGIN.matcher(yaml);
        int start = 0;
        while (begin.find()) {
            read(yaml, start, begin.start(), documents);
            start = begin.start();
        }
        read(yaml, start, yaml.length(), documents);
        return documents;
    }

    /**
     * The line, from 1, of a key such as {@code when.all[1].metric}; of what it should stand in if
     * it is not there.
     */
    public int lineOf(String key) {
        String place = key;
        while (!lineByKey.containsKey(place)) {
            place = parentOf(place);
        }
        return lineByKey.get(place);
    }

    /** Whether that key, or what it stands in, has a fault. */
    boolean isFaulty(String key) {
        for (String place = key; !place.isEmpty(); place = parentOf(place)) {
            String each = place;
            if (faults.stream().anyMatch(fault -> fault.problem().key().equals(each))) {
                return true;
            }
        }
        return false;
    }

    private static void read(String yaml, int start, int end, List<YamlDocument> documents) {
        String text = yaml.substring(start, end);
        if (!text.lines().allMatch(line -> EMPTY_LINE.matcher(line.stripTrailing()).matches())) {
            int linesBefore = (int) yaml.substring(0, start).chars().filter(c -> c == '\n').count();
            documents.addAll(YamlParser.parse(text, linesBefore));
        }
    }

    private static String parentOf(String key) {
        return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
    }
}
