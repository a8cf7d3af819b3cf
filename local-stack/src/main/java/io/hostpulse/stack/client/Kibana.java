package io.hostpulse.stack.client;

import java.io.UncheckedIOException;
import java.net.URI;

/** The one request to Kibana's API that the stack needs. */
public final class Kibana {

    private final JsonHttp http;

    public Kibana(URI address) {
        this.http = new JsonHttp(address);
    }

    /** While it makes its indices, and when it lacks something that it needs, it says 503. */
    public boolean isUp() {
        try {
            http.get("/api/status");
            return true;
        } catch (UncheckedIOException | HttpStatusException e) {
            return false;
        }
    }
}
