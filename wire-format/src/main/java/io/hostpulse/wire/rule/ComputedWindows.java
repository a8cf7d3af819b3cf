package io.hostpulse.wire.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.HumanDuration;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The sizes of the windows that a job computes: its rules can look at no others. */
public final class ComputedWindows implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Those of a job that is told nothing, as its option {@code --windows} has them. */
    public static final String DEFAULT_SPECS = "1m,5m,1h,30s/10s";

    private final TreeSet<Duration> sizes;

    public ComputedWindows(Collection<Duration> sizes) {
        this.sizes = new TreeSet<>(sizes);
    }

    /** Those of a job that is told nothing. */
    public static ComputedWindows ofDefaults() {
        return ofSpecs(DEFAULT_SPECS);
    }

    /**
     * Those of the job's option {@code --windows}, such as {@code 1m,30s/10s}.
     *
     * @throws IllegalArgumentException if a size is no duration
     */
    public static ComputedWindows ofSpecs(String specs) {
        return new ComputedWindows(
                Arrays.stream(specs.split(","))
                        .map(spec -> HumanDuration.parse(spec.split("/")[0]))
                        .toList());
    }

    /** Those that {@code definition}, well-formed or not, looks at and that are not computed. */
    public List<Problem> missing(JsonNode definition) {
        List<Problem> problems = new ArrayList<>();
        findMissing(definition.path("when"), "when", problems);
        return problems;
    }

    /** As people write them, such as {@code 30s, 1m}. */
    @Override
    public String toString() {
        return String.join(", ", sizes.stream().map(HumanDuration::format).toList());
    }

    private void findMissing(JsonNode node, String path, List<Problem> problems) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            findMissing(node.get(i), path + "[" + i + "]", problems);
        }
        node.properties()
                .forEach(
                        member -> {
                            String key = path + "." + member.getKey();
                            if (member.getKey().equals("window")
                                    && !isComputed(member.getValue())) {
                                problems.add(
                                        new Problem(
                                                key,
                                                "windows of %s are not computed, only of %s; see the job's option --windows"
                                                        .formatted(
                                                                member.getValue().asText(), this)));
                            } else {
                                findMissing(member.getValue(), key, problems);
                            }
                        });
    }

    /** What is no duration is another's business. */
    private boolean isComputed(JsonNode size) {
        try {
            return !size.isTextual() || sizes.contains(HumanDuration.parse(size.textValue()));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
