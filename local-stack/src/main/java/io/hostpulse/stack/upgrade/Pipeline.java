package io.hostpulse.stack.upgrade;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pipelines of a job, known in Flink's answers by their sources. */
public enum Pipeline {
    DETECT("9f308d8defcf7208b14a39d571d97568", "Read samples"),
    INDEX("fcb5d9625b6bd17febe34484140b544a", "Read samples to index"),
    NOTIFY("ad8b2f7295db7616d9a55525fe6aef13", "Read alerts");

    /** Where several come together in one job, it starts with the state of the first of these. */
    public static final List<Pipeline> BY_STATE = List.of(DETECT, NOTIFY, INDEX);

    /** Flink's hash of the frozen uid of the source that reads samples or alerts. */
    private final String sourceVertex;

    private final String sourceName;

    Pipeline(String sourceVertex, String sourceName) {
        this.sourceVertex = sourceVertex;
        this.sourceName = sourceName;
    }

    /** Flink's id of the vertex that reads its samples or alerts. */
    public String sourceVertex() {
        return sourceVertex;
    }

    /** The name of that source. */
    public String sourceName() {
        return sourceName;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Pipeline parse(String label) {
        return valueOf(label.strip().toUpperCase(Locale.ROOT));
    }

    /** Reads {@code detect,index}. */
    public static Set<Pipeline> parseList(String labels) {
        return EnumSet.copyOf(Stream.of(labels.split(",")).map(Pipeline::parse).toList());
    }

    /** In the order of their names on the command line: {@code detect,index}. */
    public static String list(Set<Pipeline> pipelines) {
        return pipelines.stream().sorted().map(Pipeline::label).collect(joining(","));
    }

    /** Those whose sources are among the vertices of a job or the nodes of its plan. */
    static Set<Pipeline> ofVertices(JsonNode vertices) {
        Set<Pipeline> found = EnumSet.noneOf(Pipeline.class);
        for (JsonNode vertex : vertices) {
            Stream.of(values())
                    .filter(each -> each.sourceVertex.equals(vertex.path("id").asText()))
                    .forEach(found::add);
        }
        return found;
    }

    /** All that jobs have to run together. */
    public static Set<Pipeline> wanted(boolean hasAlertmanager) {
        return hasAlertmanager ? EnumSet.allOf(Pipeline.class) : EnumSet.of(DETECT, INDEX);
    }

    /** Each in a job of its own. */
    public static List<Set<Pipeline>> apart(Set<Pipeline> all) {
        return BY_STATE.stream()
                .filter(all::contains)
                .map(each -> (Set<Pipeline>) EnumSet.of(each))
                .toList();
    }

    /** Those that a job with these arguments runs. */
    public static Set<Pipeline> ofArguments(List<String> arguments) {
        JobArguments all = new JobArguments(arguments);
        Optional<String> chosen = all.find("--pipelines");
        if (chosen.isPresent()) {
            return parseList(chosen.get());
        }
        return wanted(all.find("--alertmanager").isPresent());
    }
}
