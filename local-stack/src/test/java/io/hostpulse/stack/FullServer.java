package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what is installed in it, and answers as an Elasticsearch of the full distribution does,
 * where the servers that tests can start have no modules for it.
 */
final class FullServer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer http;
    private final Map<String, String> installed = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private volatile String authorization;
    private volatile String licence = "basic";

    FullServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** From now on answers 403, for this reason, to whatever is below {@code path}. */
    void refuse(String path, String reason) {
        refusals.put(path, reason);
    }

    /** From now on answers 401 to requests without this header {@code Authorization}. */
    void authorize(String header) {
        authorization = header;
    }

    /** From now on has a licence of this type. */
    void licence(String type) {
        licence = type;
    }

    /** What was put there, such as at {@code _ilm/policy/hostpulse-samples}. */
    JsonNode get(String path) {
        try {
            return MAPPER.readTree(installed.get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String path) {
        return installed.containsKey(path);
    }

    /** As if an operator had changed it. */
    void change(String path, String text, String by) {
        installed.computeIfPresent(path, (name, body) -> body.replace(text, by));
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String refusal = refusals.keySet().stream().filter(path::startsWith).findAny().orElse(null);
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null && !authorization.equals(header)) {
            respond(exchange, 401, "{}");
        } else if (refusal != null) {
            respond(
                    exchange,
                    403,
                    "{\"error\": {\"reason\": \"%s\"}}".formatted(refusals.get(refusal)));
        } else if (exchange.getRequestMethod().equals("PUT")) {
            installed.put(path, body);
            respond(exchange, 200, "{\"acknowledged\": true}");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            respond(exchange, installed.remove(path) == null ? 404 : 200, "{}");
        } else if (installed.containsKey(path)) {
            respond(exchange, 200, wrap(path, installed.get(path)));
        } else if (path.equals("_license")) {
            respond(exchange, 200, "{\"license\": {\"type\": \"%s\"}}".formatted(licence));
        } else if (path.startsWith("_nodes/")) {
            respond(exchange, 200, "{\"nodes\": {\"a\": {\"version\": \"8.19.21\"}}}");
        } else if (isName(path)) {
            respond(exchange, 404, "{\"found\": false}");
        } else {
            respond(exchange, 200, "{\"language_contexts\": [{\"language\": \"mustache\"}]}");
        }
    }

    private static boolean isName(String path) {
        return path.contains("/hostpulse-") && !path.endsWith("_execute") && !path.contains("*");
    }

    private static String wrap(String path, String body) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("_ilm/")) {
            return "{\"%s\": %s}".formatted(name, body);
        }
        return path.startsWith("_enrich/")
                ? "{\"policies\": [{\"config\": %s}]}".formatted(body)
                : "{\"found\": %s}".formatted(body);
    }

    private static void respond(HttpExchange exchange, int status, String answer)
            throws IOException {
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
