package io.hostpulse.stack.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * The few requests to Elasticsearch that the stack and its tests need. Index patterns without an
 * index are empty, not an error.
 */
public final class Elasticsearch {

    private static final String LENIENT = "ignore_unavailable=true&allow_no_indices=true";

    private final JsonHttp http;

    public Elasticsearch(URI address) {
        this.http = new JsonHttp(address);
    }

    /**
     * @param authority certificate of the authority that issued the server's, in PEM form
     */
    public Elasticsearch(URI address, Path authority, String user, String password) {
        this.http =
                new JsonHttp(
                        address,
                        TrustedAuthority.read(authority),
                        Map.of("Authorization", basic(user, password)));
    }

    /** Whether the server answers and can serve every index. */
    public boolean isUp() {
        try {
            return !http.get("/_cluster/health").path("status").asText().equals("red");
        } catch (UncheckedIOException | HttpStatusException e) {
            return false;
        }
    }

    /**
     * The server's answer to a search: {@code hits.hits[]._source}, {@code aggregations}.
     *
     * @param index name or pattern
     * @param body query DSL
     */
    public JsonNode search(String index, String body) {
        return http.post("/" + index + "/_search?" + LENIENT, body);
    }

    /**
     * How many documents match.
     *
     * @param query a query of the query DSL, such as {@code {"match_all": {}}}
     */
    public long count(String index, String query) {
        ObjectNode body = JsonHttp.JSON.createObjectNode();
        body.putRawValue("query", new RawValue(query));
        return http.post("/" + index + "/_count?" + LENIENT, body.toString())
                .path("count")
                .longValue();
    }

    /** Makes everything indexed so far visible to searches and counts. */
    public void refresh(String index) {
        http.post("/" + index + "/_refresh?" + LENIENT, "");
    }

    /** Any other GET. */
    public JsonNode get(String path) {
        return http.get(path);
    }

    /** Any other request. */
    public JsonNode send(String method, String path, String body) {
        return http.send(path, method, "application/json", BodyPublishers.ofString(body, UTF_8));
    }

    private static String basic(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }
}
