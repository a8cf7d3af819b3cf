package io.hostpulse.stack.chaos;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The people whom Alertmanager tells: takes its <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">webhook
 * notifications</a>.
 */
final class NotificationReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "chaos";

    private final List<Notification> notifications = new CopyOnWriteArrayList<>();
    private final Path log;
    private final HttpServer server;

    /**
     * @param key which alert it is to Alertmanager: its labels
     */
    record Notification(Instant time, String rule, String hostId, String key, boolean isFiring) {}

    /**
     * @param log gets a line for each
     */
    NotificationReceiver(Path log) {
        this.log = log;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for notifications", e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /** One that tells of each alert by itself, at once, and never repeats it. */
    ObjectNode alertmanagerConfiguration() {
        ObjectNode configuration = JSON.createObjectNode();
        ObjectNode route =
                configuration
                        .putObject("route")
                        .put("receiver", NAME)
                        .put("group_wait", "0s")
                        .put("group_interval", "1s")
                        .put("repeat_interval", "24h");
        route.putArray("group_by").add("...");
        ObjectNode receiver = configuration.putArray("receivers").addObject().put("name", NAME);
        receiver.putArray("webhook_configs")
                .addObject()
                .put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .put("send_resolved", true);
        return configuration;
    }

    /** In the order in which they came. */
    List<Notification> all() {
        return List.copyOf(notifications);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode told = JSON.readTree(exchange.getRequestBody());
            for (JsonNode alert : told.path("alerts")) {
                Notification notification = read(alert);
                notifications.add(notification);
                Files.writeString(log, notification + "\n", CREATE, APPEND);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Notification read(JsonNode alert) {
        JsonNode labels = alert.path("labels");
        return new Notification(
                Instant.now(),
                labels.path("rule").asText(),
                labels.path("host_id").asText(),
                key(
                        labels.path("rule").asText(),
                        labels.path("host_id").asText(),
                        labels.path("device").asText(),
                        labels.path("severity").asText(),
                        labels.path("flapping").asText().equals("true")),
                alert.path("status").asText().equals("firing"));
    }

    /** What tells alerts apart to Alertmanager, as text. */
    static String key(
            String rule, String hostId, String device, String severity, boolean isFlapping) {
        return String.join("|", rule, hostId, device, severity, isFlapping ? "flapping" : "");
    }
}
