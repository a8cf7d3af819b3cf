package io.hostpulse.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;

/**
 * Puts panels into a dashboard.
 *
 * <p>The dashboard's file says where each of them is: {@code {"panel": "cpu", "gridData": {"x": 0,
 * ...}}}. The panel's file, {@code cpu.json} in a directory that is named like the dashboard's
 * file, says what it is: its type, title and {@code embeddableConfig} as Kibana exports them, or
 * the id of a saved search. What Kibana keeps in a dashboard's list of references stands in the
 * panels as {@code savedObjectId}, {@code destination} and {@code references}.
 */
final class DashboardPanels {

    /** Kibana's version, which every panel carries. */
    private static final String PANEL_VERSION = "8.12.0";

    private final Path directory;
    private final References references;

    DashboardPanels(Path dashboard, References references) {
        String name = dashboard.getFileName().toString();
        this.directory = dashboard.resolveSibling(name.substring(0, name.lastIndexOf('.')));
        this.references = references;
    }

    /** Replaces places of panels, in the attribute {@code panelsJSON}, by the panels. */
    void insert(ObjectNode attributes) {
        ArrayNode panels = ObjectFile.MAPPER.createArrayNode();
        for (JsonNode place : attributes.path("panelsJSON")) {
            panels.add(panel(place.path("panel").asText(), place.path("gridData")));
        }
        attributes.set("panelsJSON", panels);
    }

    private ObjectNode panel(String name, JsonNode gridData) {
        ObjectNode source = ObjectFile.read(directory.resolve(name + ".json"));
        String type = source.path("type").asText();
        ObjectNode panel = ObjectFile.MAPPER.createObjectNode();
        panel.put("version", PANEL_VERSION).put("type", type);
        panel.set("gridData", gridData.<ObjectNode>deepCopy().put("i", name));
        panel.put("panelIndex", name);
        panel.set("embeddableConfig", source.path("embeddableConfig"));
        if (source.has("title")) {
            panel.set("title", source.get("title"));
        }
        if (source.has("savedObjectId")) {
            panel.put("panelRefName", "panel_" + name);
            references.add(type, source.get("savedObjectId").asText(), name + ":panel_" + name);
        }
        JsonNode content = panel.at("/embeddableConfig/attributes");
        references.addAllOf(name, content.path("references"));
        content.path("links").forEach(link -> referToDashboard((ObjectNode) link, name));
        if (panel.at("/embeddableConfig/savedVis/params") instanceof ObjectNode parameters
                && parameters.path("spec").isObject()) {
            parameters.set("spec", TextNode.valueOf(parameters.get("spec").toString()));
        }
        return panel;
    }

    private void referToDashboard(ObjectNode link, String panel) {
        String referenceName = "link_" + link.path("id").asText() + "_dashboard";
        references.add(
                ObjectType.DASHBOARD.id(),
                link.remove("destination").asText(),
                panel + ":" + referenceName);
        link.put("destinationRefName", referenceName);
    }
}
