package io.hostpulse.stack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a process is started, and started again.
 *
 * @param command program and arguments
 * @param environment what it has besides that of its starter
 * @param pidFile where a command that starts a server and ends writes that server's number; empty
 *     if the command is the server
 */
public record Launch(
        List<String> command, Map<String, String> environment, Optional<Path> pidFile) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public static Launch of(List<String> command, Map<String, String> environment) {
        return new Launch(command, environment, Optional.empty());
    }

    /** Of a command that starts a server and ends. */
    public Launch leaving(Path numberOfServer) {
        return new Launch(command, environment, Optional.of(numberOfServer));
    }
}
