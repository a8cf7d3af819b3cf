package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.proto.Dimension;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mappings are strict, so whatever documents can hold has to be in them, and nothing else is. */
class MappingCoverageTest {

    @Test
    void samples() {
        List<byte[]> documents =
                new SampleDocuments(SampleSelection.all())
                        .of(MeasuredSample.of(Examples.fullSample(), NOW - 7_200_000), NOW).stream()
                                .map(IndexedDocument::json)
                                .toList();

        assertCovered(IndexName.SAMPLES, documents);
    }

    @Test
    void windows() {
        List<byte[]> documents =
                Stream.of(
                                Examples.window(),
                                Examples.window(Dimension.DISK, "sda"),
                                Examples.window(Dimension.FILESYSTEM, "/"),
                                Examples.window(Dimension.INTERFACE, "eth0"))
                        .map(window -> new WindowDocuments().of(window).json())
                        .toList();

        assertCovered(IndexName.WINDOWS, documents);
    }

    @Test
    void alertsAndTheirHistory() {
        byte[] alert =
                AlertDocument.of(
                                Examples.alert(
                                        State.RESOLVED,
                                        "2026-11-01T00:10:00Z",
                                        "2026-10-31T23:50:00Z"))
                        .json();

        assertCovered(IndexName.ALERTS, List.of(alert));
        assertCovered(IndexName.ALERT_HISTORY, List.of(alert));
    }

    @Test
    void hosts() {
        assertCovered(IndexName.HOSTS, List.of(HostDocument.of(Examples.host()).json()));
    }

    @Test
    void deadLetters() {
        byte[] value = "{".getBytes(UTF_8);

        assertCovered(
                IndexName.DEAD_LETTERS,
                List.of(
                        DeadLetterDocument.of(Examples.deadLetter(value)).json(),
                        RefusedDocument.of("index", "id", value, "refused", NOW).json()));
    }

    private static void assertCovered(IndexName index, List<byte[]> documents) {
        Map<String, JsonNode> fields = new TreeMap<>();
        documents.stream()
                .map(json -> DocumentFields.valuesOf(Examples.tree(json)))
                .forEach(of -> of.forEach((field, values) -> fields.put(field, values.get(0))));
        fields.keySet().removeIf(field -> field.startsWith("labels."));
        Map<String, JsonNode> types = DocumentFields.typesOf(index);

        fields.forEach(
                (field, value) -> {
                    assertThat(types).as(index + " " + field).containsKey(field);
                    String type = types.get(field).path("type").asText();
                    assertThat(fits(type, value)).as("%s %s = %s", type, field, value).isTrue();
                });
        assertThat(types.keySet()).isEqualTo(fields.keySet());
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "date" -> value.isTextual() && isTime(value.asText());
            case "keyword", "text" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "ip" -> value.isTextual() && value.asText().matches("[0-9.]+");
            case "long" -> value.isIntegralNumber();
            case "half_float" -> value.isNumber() && Math.abs(value.doubleValue()) <= 65_504;
            case "float", "double" -> value.isNumber() && Double.isFinite(value.doubleValue());
            default -> false;
        };
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text).isAfter(Instant.EPOCH);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
