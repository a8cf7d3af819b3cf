package io.hostpulse.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.client.Elasticsearch;
import java.util.List;

/**
 * A key of an Elasticsearch server.
 *
 * @param encoded as it is sent in a request
 * @param secret the part of it that nobody else may know
 */
record ApiKey(String id, String encoded, String secret) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * What a key allows.
     *
     * @param cluster rights on the cluster
     * @param indices names or patterns
     * @param index rights on the indices
     */
    record Rights(List<String> cluster, List<String> indices, List<String> index) {

        private String asRole() {
            return "{\"hostpulse\": {\"cluster\": %s, \"indices\": [{\"names\": %s, \"privileges\": %s}]}}"
                    .formatted(json(cluster), json(indices), json(index));
        }

        private static String json(List<String> values) {
            try {
                return MAPPER.writeValueAsString(values);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    static ApiKey create(Elasticsearch server, Rights rights) {
        JsonNode key =
                server.send(
                        "POST",
                        "/_security/api_key",
                        "{\"name\": \"hostpulse\", \"role_descriptors\": %s}"
                                .formatted(rights.asRole()));
        return new ApiKey(
                key.path("id").textValue(),
                key.path("encoded").textValue(),
                key.path("api_key").textValue());
    }

    void allow(Elasticsearch server, Rights rights) {
        server.send(
                "PUT",
                "/_security/api_key/" + id,
                "{\"role_descriptors\": %s}".formatted(rights.asRole()));
    }

    void invalidate(Elasticsearch server) {
        server.send("DELETE", "/_security/api_key", "{\"ids\": [\"%s\"]}".formatted(id));
    }
}
