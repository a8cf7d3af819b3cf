package io.hostpulse.stack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the stack's own Alertmanager is to be run.
 *
 * @param program the executable
 * @param port of its HTTP API, on the loopback interface
 * @param configuration its configuration file; empty for one that groups and inhibits as {@code
 *     deploy/alertmanager} does, and tells nobody
 */
public record OwnAlertmanager(Path program, int port, Optional<Path> configuration) {

    public static final int DEFAULT_PORT = 9093;

    /** URL of the HTTP API. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }
}
