package io.hostpulse.stack.service;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html">unit</a>
 * that runs {@code hostpulse up} in the foreground, which supervises the rest and, when it is
 * stopped, stops the rest with a savepoint.
 *
 * @param command launcher and arguments
 * @param user that it runs as; empty in a unit of the user's own
 */
public record SystemdUnit(List<String> command, Optional<String> user) {

    public static final String NAME = "hostpulse.service";

    private static final String TEXT =
            """
            [Unit]
            Description=Hostpulse local stack
            Documentation=file://%s
            After=network.target
            StartLimitIntervalSec=0

            [Service]
            Type=exec
            %sExecStart=%s
            # nothing that runs is ended when this one process ends: the next start finds it again
            KillMode=process
            # as a process that was killed for want of memory is started again by the supervisor
            OOMPolicy=continue
            Restart=on-failure
            RestartSec=10
            # wrong options do not get better
            RestartPreventExitStatus=2
            # of Java after SIGTERM, which is how it is stopped
            SuccessExitStatus=143
            # the job ends with a savepoint, which may take a minute
            TimeoutStopSec=3min

            [Install]
            WantedBy=%s
            """;

    public String text(Path documentation) {
        return TEXT.formatted(
                documentation.toString().replace("%", "%%").replace(" ", "%20"),
                user.map(name -> "User=" + name + "\n").orElse(""),
                command.stream().map(SystemdUnit::quote).collect(joining(" ")),
                user.isPresent() ? "multi-user.target" : "default.target");
    }

    /** Where the system, or this user's part of it, looks for units. */
    public static Path directory(boolean isOfUser) {
        if (!isOfUser) {
            return Path.of("/etc/systemd/system");
        }
        return Stream.ofNullable(System.getenv("XDG_CONFIG_HOME"))
                .map(Path::of)
                .findFirst()
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"))
                .resolve("systemd/user");
    }

    private static String quote(String word) {
        String escaped =
                word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("%", "%%")
                        .replace("$", "$$");
        return escaped.matches("[\\w./:=,@+%$-]+") ? escaped : '"' + escaped + '"';
    }
}
