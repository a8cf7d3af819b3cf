package io.hostpulse.kibana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {

    @TempDir private Path root;

    @BeforeEach
    void prepare() throws IOException {
        for (String directory : List.of("data-views", "searches", "dashboards/fleet")) {
            Files.createDirectories(root.resolve(directory));
        }
        write(
                "data-views/view.json",
                """
                {"id": "view", "type": "index-pattern",
                 "attributes": {"title": "index-*", "fieldFormatMap": {"a.b": {"id": "percent"}}}}
                """);
    }

    @Test
    void aDataViewGetsVersionsAndItsNestedJsonBecomesText() {
        assertThat(Assembler.assemble(root))
                .containsExactly(
                        """
                        {"id":"view","type":"index-pattern","attributes":{"title":"index-*","fieldFormatMap":"{\\"a.b\\":{\\"id\\":\\"percent\\"}}"},"references":[],"typeMigrationVersion":"7.11.0","coreMigrationVersion":"8.8.0"}"""
                                .strip());
    }

    @Test
    void aSearchRefersToItsDataView() throws IOException {
        write(
                "searches/search.json",
                """
                {"id": "search", "type": "search", "attributes": {"title": "Search",
                 "kibanaSavedObjectMeta": {"searchSourceJSON": {"index": "view"}}}}
                """);

        SavedObject search = assembled("search");

        assertThat(search.referenced("kibanaSavedObjectMeta.searchSourceJSON.index"))
                .isEqualTo("view");
        assertThat(search.embedded("/kibanaSavedObjectMeta/searchSourceJSON"))
                .hasToString("{\"indexRefName\":\"kibanaSavedObjectMeta.searchSourceJSON.index\"}");
    }

    @Test
    void aDashboardTakesItsPanelsFromTheirFilesAndTheirReferencesAlong() throws IOException {
        write(
                "dashboards/fleet.json",
                """
                {"id": "fleet", "type": "dashboard", "attributes": {"title": "Fleet",
                 "controlGroupInput": {"panelsJSON":
                  {"c": {"explicitInput": {"id": "c", "dataViewId": "view"}}}},
                 "panelsJSON": [
                  {"panel": "cpu", "gridData": {"x": 0, "y": 0, "w": 24, "h": 8}},
                  {"panel": "list", "gridData": {"x": 24, "y": 0, "w": 24, "h": 8}},
                  {"panel": "links", "gridData": {"x": 0, "y": 8, "w": 48, "h": 3}}]}}
                """);
        write(
                "dashboards/fleet/cpu.json",
                """
                {"type": "lens", "title": "CPU", "embeddableConfig": {"attributes": {"references":
                 [{"type": "index-pattern", "id": "view", "name": "layer"}]}}}
                """);
        write(
                "dashboards/fleet/list.json",
                "{\"type\": \"search\", \"savedObjectId\": \"search\", \"embeddableConfig\": {}}");
        write(
                "dashboards/fleet/links.json",
                """
                {"type": "links", "embeddableConfig": {"attributes":
                 {"links": [{"id": "l", "destination": "host"}]}}}
                """);

        SavedObject dashboard = assembled("fleet");

        assertThat(dashboard.embedded("/panelsJSON").at("/0/gridData"))
                .hasToString("{\"x\":0,\"y\":0,\"w\":24,\"h\":8,\"i\":\"cpu\"}");
        assertThat(dashboard.embedded("/panelsJSON").at("/1/panelRefName").asText())
                .isEqualTo("panel_list");
        assertThat(dashboard.referenced("cpu:layer")).isEqualTo("view");
        assertThat(dashboard.referenced("list:panel_list")).isEqualTo("search");
        assertThat(dashboard.referenced("links:link_l_dashboard")).isEqualTo("host");
        assertThat(dashboard.referenced("controlGroup_c:optionsListDataView")).isEqualTo("view");
    }

    @Test
    void whatIsWrongIsToldWithItsFile() throws IOException {
        write("searches/search.json", "{\"id\": \"a\", \"id\": \"b\"}");
        assertThatThrownBy(() -> Assembler.assemble(root))
                .hasMessageContaining("search.json: line 1: Duplicate field 'id'");

        write("searches/search.json", "{\"id\": \"a\", \"type\": \"lens\", \"attributes\": {}}");
        assertThatThrownBy(() -> Assembler.assemble(root))
                .hasMessageContaining("search.json: type must be search here");

        Files.delete(root.resolve("searches/search.json"));
        write(
                "dashboards/fleet.json",
                """
                {"id": "fleet", "type": "dashboard",
                 "attributes": {"panelsJSON": [{"panel": "gone", "gridData": {}}]}}
                """);
        assertThatThrownBy(() -> Assembler.assemble(root))
                .hasMessageContaining("gone.json: cannot be read");
    }

    private SavedObject assembled(String id) {
        return Assembler.assemble(root).stream()
                .map(line -> new SavedObject(SavedObject.parse(line)))
                .filter(object -> object.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(root.resolve(file), text);
    }
}
