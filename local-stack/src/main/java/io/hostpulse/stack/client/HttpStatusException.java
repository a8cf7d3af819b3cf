package io.hostpulse.stack.client;

import java.net.URI;
import java.net.http.HttpRequest;

/** A server answered with an error. */
public final class HttpStatusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    HttpStatusException(HttpRequest request, int status, String body) {
        super(
                "%s %s answers %d%s"
                        .formatted(
                                request.method(),
                                withoutQuery(request.uri()),
                                status,
                                ErrorBody.reason(body).map(reason -> ": " + reason).orElse("")));
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The answer as it came, which is for programs; the message has the reason. */
    public String body() {
        return body;
    }

    private static URI withoutQuery(URI uri) {
        return uri.resolve(uri.getRawPath());
    }
}
