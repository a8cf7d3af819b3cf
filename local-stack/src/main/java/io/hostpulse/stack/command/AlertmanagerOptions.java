package io.hostpulse.stack.command;

import io.hostpulse.stack.OwnAlertmanager;
import io.hostpulse.stack.server.AlertmanagerServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Alertmanager is told about alerts: one of the stack's own, another one, or none. */
final class AlertmanagerOptions {

    static final String NOT_INSTALLED =
            "Alertmanager is not installed, so alerts are shown but nobody is told of them: on"
                    + " Debian, `apt-get install prometheus-alertmanager`.";

    @Option(
            names = "--alertmanager",
            paramLabel = "URL",
            description =
                    "Tell this Alertmanager about alerts, such as http://localhost:9093, and start"
                            + " none.")
    private URI foreign;

    @Option(names = "--no-alertmanager", description = "Start no Alertmanager.")
    private boolean isUnwanted;

    @Option(
            names = "--alertmanager-port",
            paramLabel = "PORT",
            defaultValue = "" + OwnAlertmanager.DEFAULT_PORT,
            description = "Of the one that is started, default ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--alertmanager-config",
            paramLabel = "FILE",
            description =
                    "Its configuration; by default it groups and inhibits as"
                            + " deploy/alertmanager/alertmanager.yml does, and tells nobody.")
    private Path configuration;

    int port() {
        return port;
    }

    /** What contradicts itself or cannot be used, as the end of an error message. */
    Optional<String> findProblem() {
        if (foreign != null && (isUnwanted || configuration != null)) {
            return Optional.of(
                    "--alertmanager names one that runs: it goes neither with --no-alertmanager nor"
                            + " with --alertmanager-config");
        }
        if (foreign != null && (foreign.getHost() == null || foreign.getScheme() == null)) {
            return Optional.of("--alertmanager must be like http://localhost:9093, not " + foreign);
        }
        if (configuration != null && !Files.isReadable(configuration)) {
            return Optional.of("--alertmanager-config: cannot read " + configuration);
        }
        return Optional.empty();
    }

    /** Whether the stack shall have one of its own. */
    boolean isWanted() {
        return foreign == null && !isUnwanted;
    }

    /** The stack's own, if it is wanted and the program is there. */
    Optional<OwnAlertmanager> findOwn() {
        return AlertmanagerServer.findProgram()
                .filter(program -> isWanted())
                .map(
                        program ->
                                new OwnAlertmanager(
                                        program, port, Optional.ofNullable(configuration)));
    }

    /** For the job, where the Alertmanager is not the stack's own. */
    List<String> jobArguments() {
        return foreign == null ? List.of() : List.of("--alertmanager", foreign.toString());
    }
}
