package io.hostpulse.stack.client;

import java.net.http.HttpRequest;

/** A server answered with an error. */
public final class HttpStatusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    HttpStatusException(HttpRequest request, int status, String body) {
        super(request.method() + " " + request.uri() + " answers " + status + ": " + body);
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The answer as it came. */
    public String body() {
        return body;
    }
}
