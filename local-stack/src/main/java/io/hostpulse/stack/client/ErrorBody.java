package io.hostpulse.stack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reason in the body of an answer with an error, in the shapes in which Elasticsearch, Flink,
 * Alertmanager and Kibana give it.
 */
final class ErrorBody {

    private static final int MAX_LENGTH = 300;

    private ErrorBody() {}

    /** One line without a stop; empty if there is none that a person could read. */
    static Optional<String> reason(String body) {
        return find(body)
                .flatMap(
                        text ->
                                text.lines()
                                        .map(String::strip)
                                        .filter(it -> !it.isEmpty())
                                        .findFirst())
                .map(line -> line.substring(0, Math.min(line.length(), MAX_LENGTH)))
                .map(line -> line.replaceFirst("\\.+$", ""));
    }

    private static Optional<String> find(String body) {
        try {
            return ofJson(JsonHttp.JSON.readTree(body));
        } catch (JsonProcessingException noJson) {
            // a proxy's page says no more than its status
            return body.stripLeading().startsWith("<") ? Optional.empty() : Optional.of(body);
        }
    }

    private static Optional<String> ofJson(JsonNode body) {
        return Stream.of(
                        body, // Alertmanager
                        body.at("/error/root_cause/0/reason"), // Elasticsearch
                        body.at("/error/reason"),
                        body.path("message"), // Alertmanager's checks of a request; Kibana
                        body.path("error"),
                        body.at("/status/overall/summary")) // Kibana that is not ready
                .filter(node -> node.isTextual() && !node.textValue().isBlank())
                .map(JsonNode::textValue)
                .findFirst()
                .or(() -> ofFlink(body.path("errors")))
                .or(() -> ofType(body.at("/error/type")));
    }

    private static Optional<String> ofFlink(JsonNode errors) {
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(new FlinkTrace(errors.path(errors.size() - 1).asText()).rootCause());
    }

    /** Elasticsearch gives no reason while no shard of an index is there. */
    private static Optional<String> ofType(JsonNode type) {
        return type.isTextual()
                ? Optional.of(type.textValue().replace('_', ' '))
                : Optional.empty();
    }
}
