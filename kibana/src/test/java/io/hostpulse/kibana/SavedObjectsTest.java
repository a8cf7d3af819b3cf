package io.hostpulse.kibana;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Kibana itself says nothing about when it imports the objects. */
class SavedObjectsTest {

    private final List<SavedObject> objects = SavedObject.all();

    @Test
    void everyFieldIsInTheTemplatesWithATypeThatFits() {
        Map<String, IndexMappings> mappings =
                objects("index-pattern")
                        .collect(
                                toMap(
                                        SavedObject::id,
                                        view ->
                                                IndexMappings.of(
                                                        view.attributes().path("title").asText())));

        List<FieldUse> uses =
                objects.stream().flatMap(object -> FieldUses.of(object).stream()).toList();

        assertThat(uses).hasSizeGreaterThan(1000);
        assertThat(uses)
                .allSatisfy(
                        use ->
                                assertThat(mappings.get(use.dataView()).typeOf(use.field()))
                                        .matches(use.purpose()::fits, "fits as " + use.purpose()));
    }

    @Test
    void everyReferenceLeadsToAnObject() {
        Set<String> known =
                objects.stream()
                        .map(object -> object.type() + " " + object.id())
                        .collect(Collectors.toSet());

        assertThat(objects.stream().flatMap(SavedObjectsTest::references))
                .isNotEmpty()
                .allMatch(known::contains);
        assertThat(known).hasSameSizeAs(objects);
    }

    @Test
    void everyLensLayerSaysWhichDataViewItReads() {
        assertThat(panels("lens"))
                .isNotEmpty()
                .allSatisfy(
                        panel -> {
                            JsonNode lens = panel.at("/embeddableConfig/attributes");
                            lens.at("/state/datasourceStates/formBased/layers")
                                    .fieldNames()
                                    .forEachRemaining(
                                            layer ->
                                                    assertThat(
                                                                    SavedObject.idOf(
                                                                            lens.path("references"),
                                                                            "indexpattern-datasource-layer-"
                                                                                    + layer))
                                                            .isNotNull());
                        });
    }

    @Test
    void everyPanelHasAPlaceOfItsOwn() {
        for (SavedObject dashboard : objects("dashboard").toList()) {
            Set<String> taken = new TreeSet<>();
            for (JsonNode panel : dashboard.embedded("/panelsJSON")) {
                JsonNode grid = panel.path("gridData");
                for (int x = 0; x < grid.path("w").asInt(); x++) {
                    for (int y = 0; y < grid.path("h").asInt(); y++) {
                        int column = grid.path("x").asInt() + x;
                        assertThat(column).isBetween(0, 47);
                        assertThat(taken.add(column + " " + (grid.path("y").asInt() + y)))
                                .as("%s %s", dashboard.id(), panel.path("panelIndex"))
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void everyRatioAndEveryNumberOfBytesHasAFormatInTheDataViews() {
        JsonNode formats =
                objects("index-pattern")
                        .filter(view -> view.id().equals("hostpulse-samples"))
                        .map(view -> view.embedded("/fieldFormatMap"))
                        .findFirst()
                        .orElseThrow();

        assertThat(MetricCatalogue.get().metrics())
                .filteredOn(metric -> Set.of(Unit.RATIO, Unit.BYTES).contains(metric.unit()))
                .isNotEmpty()
                .allMatch(metric -> formats.has(metric.name()));
    }

    @Test
    void assembledTwiceTheyAreTheSameAndSoIsTheirOrder() {
        List<String> lines = Assembler.assemble(SavedObject.ROOT);

        assertThat(Assembler.assemble(Path.of("").toAbsolutePath())).isEqualTo(lines);
        assertThat(objects).extracting(SavedObject::id).allMatch(id -> id.startsWith("hostpulse-"));
    }

    private Stream<SavedObject> objects(String type) {
        return objects.stream().filter(object -> object.type().equals(type));
    }

    private List<JsonNode> panels(String type) {
        return objects("dashboard")
                .map(dashboard -> dashboard.embedded("/panelsJSON"))
                .flatMap(SavedObjectsTest::elements)
                .filter(panel -> panel.path("type").asText().equals(type))
                .toList();
    }

    private static Stream<String> references(SavedObject object) {
        return elements(object.json().path("references"))
                .map(it -> it.path("type").asText() + " " + it.path("id").asText());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.valueStream();
    }
}
