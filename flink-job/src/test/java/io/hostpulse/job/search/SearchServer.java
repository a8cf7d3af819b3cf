package io.hostpulse.job.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.job.model.IndexedDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** What tests ask of an Elasticsearch server. An answer that is an error fails the test. */
public final class SearchServer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "metrics-hostpulse.*,hostpulse-*";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    SearchServer(URI address) {
        this.address = address;
    }

    /**
     * Indexes documents in one request, and makes them visible.
     *
     * @return what the server says of those that it refuses
     */
    public List<String> index(List<IndexedDocument> documents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (IndexedDocument document : documents) {
            ObjectNode action = JSON.createObjectNode();
            action.putObject("index").put("_index", document.index()).put("_id", document.id());
            body.writeBytes(action.toString().getBytes(UTF_8));
            body.write('\n');
            body.writeBytes(document.json());
            body.write('\n');
        }
        JsonNode answer =
                send(
                        "POST",
                        "/_bulk?refresh=true",
                        "application/x-ndjson",
                        BodyPublishers.ofByteArray(body.toByteArray()));
        List<String> refused = new ArrayList<>();
        for (JsonNode item : answer.path("items")) {
            JsonNode error = item.at("/index/error");
            if (!error.isMissingNode()) {
                refused.add(item.at("/index/_id").asText() + ": " + error);
            }
        }
        return refused;
    }

    /**
     * The answer to a search.
     *
     * @param body query DSL
     */
    public JsonNode search(String index, String body) {
        return send(
                "POST",
                "/" + index + "/_search?ignore_unavailable=true",
                "application/json",
                BodyPublishers.ofString(body, UTF_8));
    }

    URI address() {
        return address;
    }

    /** The document as a reader sees it at this moment, with its version. */
    JsonNode get(String index, String id) {
        return send(
                "GET",
                "/" + index + "/_doc/" + URLEncoder.encode(id, UTF_8),
                "application/json",
                BodyPublishers.noBody());
    }

    /** The ids of up to 1,000 documents of the index, those just written too. */
    List<String> ids(String index) {
        send("POST", "/" + index + "/_refresh", "application/json", BodyPublishers.noBody());
        List<String> ids = new ArrayList<>();
        search(index, "{\"size\":1000}")
                .at("/hits/hits")
                .forEach(hit -> ids.add(hit.path("_id").asText()));
        return ids;
    }

    /** How many documents the index has under that id. */
    public long count(String index, String id) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("query").putObject("ids").putArray("values").add(id);
        return search(index, body.toString()).at("/hits/hits").size();
    }

    void deleteIndices() {
        send("DELETE", "/" + OURS, "application/json", BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, String contentType, BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", contentType)
                        .method(method, body)
                        .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(UTF_8));
            if (response.statusCode() >= 300) {
                throw new AssertionError(path + " answers " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path + " was interrupted", e);
        }
    }
}
