package io.hostpulse.stack.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.rule.HostSelector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host as its document has it.
 *
 * @param state {@code up}, {@code down}, {@code stopped} or {@code removed}
 * @param since since when it is in that state
 * @param lastSeen when its newest sample arrived, of a host that is up as it was a minute ago at
 *     the latest
 * @param agentVersion empty where its samples do not say
 */
public record KnownHost(
        String id,
        String name,
        String state,
        Instant since,
        Instant lastSeen,
        HostClock clock,
        String agentVersion,
        Map<String, String> labels) {

    /**
     * @throws java.time.DateTimeException if the document has no times, so is not one of the job's
     */
    static KnownHost of(String id, JsonNode document) {
        Map<String, String> labels = new TreeMap<>();
        document.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        HostClock clock = HostClock.of(document);
        return new KnownHost(
                id,
                document.at("/host/name").asText(id),
                document.at("/hostpulse/host/state").asText(),
                clock.correct(Instant.parse(document.at("/hostpulse/host/since").asText())),
                clock.correct(Instant.parse(document.path("@timestamp").asText())),
                clock,
                document.at("/agent/version").asText(""),
                labels);
    }

    public boolean isRemoved() {
        return state.equals("removed");
    }

    /** Whether samples come from it. */
    public boolean isUp() {
        return state.equals("up");
    }

    /**
     * @param pattern its name or id, in which {@code *} is any text and {@code ?} any character
     */
    public boolean matches(String pattern) {
        return new HostSelector(List.of(pattern), Map.of())
                .matches(HostIdentity.newBuilder().setId(id).setName(name).build());
    }
}
