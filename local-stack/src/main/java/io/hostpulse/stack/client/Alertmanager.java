package io.hostpulse.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * The few requests to Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a> that
 * the stack and its tests need.
 */
public final class Alertmanager {

    private final JsonHttp http;

    public Alertmanager(URI address) {
        this.http = new JsonHttp(address);
    }

    public boolean isUp() {
        try {
            countAlerts();
            return true;
        } catch (UncheckedIOException | HttpStatusException e) {
            return false;
        }
    }

    /** How many alerts fire, those that are silenced or inhibited included. */
    public int countAlerts() {
        return alerts().size();
    }

    /** All alerts that fire, each with {@code labels} and {@code status.state}. */
    public JsonNode alerts() {
        return http.get("/api/v2/alerts");
    }

    /** Tells of alerts; {@code body} as the API has it. */
    public void tell(String body) {
        http.post("/api/v2/alerts", body);
    }

    /** Silences alerts; {@code body} as the API has it. */
    public void silence(String body) {
        http.post("/api/v2/silences", body);
    }
}
