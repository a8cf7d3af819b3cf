package io.hostpulse.stack;

import java.nio.file.Path;

/**
 * How the stack's Kibana is to be run.
 *
 * @param home an unpacked distribution
 * @param port of its web pages and API, on the loopback interface
 */
public record OwnKibana(Path home, int port) {

    public static final int DEFAULT_PORT = 5601;

    /** URL of the web pages and the API. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }
}
