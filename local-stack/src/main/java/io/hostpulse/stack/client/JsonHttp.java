package io.hostpulse.stack.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** JSON over HTTP with one server. */
final class JsonHttp {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI base;
    private final Map<String, String> headers;

    JsonHttp(URI base) {
        this(base, HttpClient.newBuilder(), Map.of());
    }

    /**
     * @param trust in the server's certificate
     * @param headers of every request
     */
    JsonHttp(URI base, SSLContext trust, Map<String, String> headers) {
        this(base, HttpClient.newBuilder().sslContext(trust), headers);
    }

    private JsonHttp(URI base, HttpClient.Builder client, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
        this.client =
                client.version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_LIMIT).build();
    }

    JsonNode get(String path) {
        return send(path, "GET", "application/json", BodyPublishers.noBody());
    }

    JsonNode post(String path, String body) {
        return send(path, "POST", "application/json", BodyPublishers.ofString(body, UTF_8));
    }

    /**
     * @throws HttpStatusException if the server answers with an error
     * @throws UncheckedIOException if it does not answer
     */
    JsonNode send(String path, String method, String contentType, BodyPublisher body) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(ANSWER_LIMIT)
                        .header("Content-Type", contentType)
                        .method(method, body);
        headers.forEach(builder::header);
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(UTF_8));
            if (response.statusCode() >= 300) {
                throw new HttpStatusException(request, response.statusCode(), response.body());
            }
            return response.body().isBlank()
                    ? JSON.createObjectNode()
                    : JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(request.uri() + " answers, but not with JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
