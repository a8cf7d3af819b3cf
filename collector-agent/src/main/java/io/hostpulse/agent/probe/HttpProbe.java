package io.hostpulse.agent.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Gets a page over a connection of its own and measures how long that takes. A status below 400 is
 * a success. Certificates must be ones that the Java runtime trusts, and name the host.
 */
final class HttpProbe implements Probe {

    private static final int FIRST_ERROR_STATUS = 400;

    private final HttpTarget target;
    private final SSLSocketFactory encryption;

    HttpProbe(HttpTarget target) {
        this(target, null);
    }

    /**
     * @param encryption null for the Java runtime's own
     */
    HttpProbe(HttpTarget target, SSLSocketFactory encryption) {
        this.target = target;
        this.encryption = encryption;
    }

    @Override
    public ProbeResult run(Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        ProbeResult result = ProbeResult.up(target);
        try (Connection connection = Connection.open(host(), target.port(), deadline)) {
            result = result.withConnectMs(connection.connectMs());
            try (Socket socket = encrypted(connection.socket(), deadline)) {
                long start = System.nanoTime();
                socket.getOutputStream().write(request());
                int status = new HttpAnswer(socket, deadline).readToEnd();
                result = result.withAnswer(status, Deadline.millisSince(start));
                return status < FIRST_ERROR_STATUS
                        ? result
                        : result.failed(Outcome.DOWN, "the status is " + status);
            }
        } catch (IOException e) {
            return result.failed(Outcome.DOWN, Probe.reason(e, deadline));
        }
    }

    private Socket encrypted(Socket socket, Deadline deadline) throws IOException {
        if (!target.isEncrypted()) {
            return socket;
        }
        SSLSocketFactory factory =
                encryption == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : encryption;
        SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, host(), target.port(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        deadline.limit(socket);
        encrypted.startHandshake();
        return encrypted;
    }

    /** Addresses of IPv6 stand in brackets in a URL. */
    private String host() {
        return target.url().getHost().replaceAll("[\\[\\]]", "");
    }

    private byte[] request() {
        URI url = target.url();
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return ("GET "
                        + path
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + url.getRawAuthority()
                        + "\r\nUser-Agent: hostpulse-agent\r\nAccept: */*\r\n"
                        + "Connection: close\r\n\r\n")
                .getBytes(ISO_8859_1);
    }
}
