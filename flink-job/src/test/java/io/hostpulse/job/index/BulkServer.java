package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers bulk requests as Elasticsearch 8 answers a client of 7, and keeps what it took. */
final class BulkServer implements AutoCloseable {

    /** One bulk request as it came. */
    record Bulk(String method, String path, Headers headers, List<JsonNode> lines) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Bulk> bulks = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();
    private final Set<String> unacceptable = ConcurrentHashMap.newKeySet();
    private final Set<String> superseded = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unavailableFor = new AtomicInteger();

    BulkServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    URI url() {
        return URI.create("http://localhost:" + http.getAddress().getPort());
    }

    /** All requests so far, answered well or not. */
    List<Bulk> bulks() {
        return bulks;
    }

    /** What was indexed, by id. */
    Map<String, JsonNode> documents() {
        return documents;
    }

    /** Answers so many requests with 503. */
    void goAwayFor(int requests) {
        unavailableFor.set(requests);
    }

    void goAway() {
        goAwayFor(Integer.MAX_VALUE);
    }

    void comeBack() {
        goAwayFor(0);
    }

    /** Answers 400 for this document. */
    void refuse(String id) {
        unacceptable.add(id);
    }

    /** Says that it has a newer version of this document. */
    void conflict(String id) {
        superseded.add(id);
    }

    @Override
    public void close() {
        if (threads.isShutdown()) {
            return;
        }
        http.stop(0);
        threads.shutdown();
        try {
            // what is under way is still indexed, as a real server would
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            List<JsonNode> lines = new ArrayList<>();
            for (String line :
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("\n")) {
                lines.add(readLine(line));
            }
            bulks.add(
                    new Bulk(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders(),
                            lines));
            if (unavailableFor.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                answer(exchange, 503, error("unavailable", 503));
            } else {
                answer(exchange, 200, index(lines));
            }
        }
    }

    /** Missing where it is no JSON. */
    private static JsonNode readLine(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private ObjectNode index(List<JsonNode> lines) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("took", 1);
        ArrayNode items = MAPPER.createArrayNode();
        boolean errors = false;
        for (int line = 0; line < lines.size(); line += 2) {
            JsonNode action = lines.get(line).get("index");
            String id = action.get("_id").asText();
            ObjectNode item = items.addObject().putObject("index");
            item.set("_index", action.get("_index"));
            item.put("_type", "_doc").put("_id", id);
            if (unacceptable.contains(id) || lines.get(line + 1).isMissingNode()) {
                errors = true;
                item.setAll(error("mapper_parsing_exception", 400));
            } else if (superseded.contains(id)) {
                errors = true;
                item.setAll(error("version_conflict_engine_exception", 409));
            } else {
                documents.put(id, lines.get(line + 1));
                item.put("_version", 1).put("result", "created").put("status", 201);
                item.put("_seq_no", 0).put("_primary_term", 1);
                item.putObject("_shards").put("total", 1).put("successful", 1).put("failed", 0);
            }
        }
        answer.put("errors", errors);
        answer.set("items", items);
        return answer;
    }

    private static ObjectNode error(String type, int status) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.putObject("error").put("type", type).put("reason", "as the test wants it");
        answer.put("status", status);
        return answer;
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body)
            throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders()
                .set("Content-Type", "application/vnd.elasticsearch+json;compatible-with=7");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
