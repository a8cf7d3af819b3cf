package io.hostpulse.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Since;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of the schema others hold on to, as lines of text: {@code field <message> <number> = <what
 * it is>} and {@code metric <id> = <what it is>}.
 */
record SchemaListing(List<String> lines) {

    private static final String SEPARATOR = " = ";

    static SchemaListing ofSchema() {
        List<String> lines = new ArrayList<>();
        for (Descriptor message : HostSample.getDescriptor().getFile().getMessageTypes()) {
            listFields(message, lines);
        }
        for (Metric metric : MetricCatalogue.get().metrics()) {
            lines.add(
                    "metric %d = %s %s %s of %s, %s, %s"
                                    .formatted(
                                            metric.id(),
                                            metric.name(),
                                            metric.unit(),
                                            metric.kind(),
                                            metric.dimension(),
                                            metric.integral() ? "integral" : "not integral",
                                            metric.aggregated() ? "aggregated" : "not aggregated")
                            + (metric.since() == Since.SINCE_UNSPECIFIED
                                    ? ""
                                    : ", since " + metric.since()));
        }
        return new SchemaListing(lines);
    }

    static SchemaListing parse(String text) {
        return new SchemaListing(text.lines().toList());
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** What in {@code newer} would break readers of what was listed here; one sentence each. */
    List<String> breaksIn(SchemaListing newer) {
        List<String> breaks = new ArrayList<>();
        Map<String, List<String>> now = newer.meanings();
        now.forEach(
                (number, meanings) -> {
                    if (meanings.size() > 1) {
                        breaks.add(
                                "%s is used twice: %s; give the newer one a number of its own"
                                        .formatted(number, String.join(" | ", meanings)));
                    }
                });
        meanings()
                .forEach(
                        (number, meanings) ->
                                breaks.addAll(breaksOf(number, meanings.get(0), now.get(number))));
        return breaks;
    }

    /** What {@code newer} has and is not listed here. */
    List<String> additionsIn(SchemaListing newer) {
        Collection<String> known = meanings().keySet();
        return newer.meanings().keySet().stream()
                .filter(number -> !known.contains(number))
                .toList();
    }

    private static List<String> breaksOf(String number, String meaning, List<String> meaningsNow) {
        if (meaningsNow == null) {
            return List.of(
                    "%s was '%s' and is gone; put it back, and stop filling it instead"
                            .formatted(number, meaning));
        }
        if (!meaningsNow.contains(meaning)) {
            return List.of(
                    "%s was '%s' and became '%s'; undo that, and add a new one at the end"
                            .formatted(number, meaning, meaningsNow.get(0)));
        }
        return List.of();
    }

    private Map<String, List<String>> meanings() {
        Map<String, List<String>> meanings = new LinkedHashMap<>();
        for (String line : lines) {
            int separator = line.indexOf(SEPARATOR);
            meanings.computeIfAbsent(line.substring(0, separator), number -> new ArrayList<>())
                    .add(line.substring(separator + SEPARATOR.length()));
        }
        return meanings;
    }

    private static void listFields(Descriptor message, List<String> lines) {
        for (FieldDescriptor field : message.getFields()) {
            lines.add(
                    "field %s %d = %s %s %s"
                            .formatted(
                                    message.getFullName(),
                                    field.getNumber(),
                                    label(field),
                                    type(field),
                                    field.getName()));
        }
        message.getNestedTypes().forEach(nested -> listFields(nested, lines));
    }

    private static String label(FieldDescriptor field) {
        if (field.isRepeated()) {
            return "repeated";
        }
        return field.hasPresence() ? "optional" : "singular";
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                    field.toProto()
                            .getType()
                            .name()
                            .substring("TYPE_".length())
                            .toLowerCase(java.util.Locale.ROOT);
        };
    }
}
