package io.hostpulse.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** The list in which an object names what it needs: type, id, and a name to find it by. */
final class References {

    private final ArrayNode list = ObjectFile.MAPPER.createArrayNode();

    void add(String type, String id, String name) {
        list.addObject().put("type", type).put("id", id).put("name", name);
    }

    /** Adds those of a part of the object, whose names begin with that of the part. */
    void addAllOf(String part, JsonNode references) {
        for (JsonNode reference : references) {
            add(
                    reference.path("type").asText(),
                    reference.path("id").asText(),
                    part + ":" + reference.path("name").asText());
        }
    }

    ArrayNode asJson() {
        return list;
    }
}
