package io.hostpulse.stack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdUnitTest {

    private static final Path DOCUMENTATION = Path.of("/opt/hostpulse/docs/operations.md");

    @TempDir private Path directory;

    @Test
    void theServiceOfAUserHasNoUserInIt() {
        String text = unit(Optional.empty(), "/opt/hostpulse/hostpulse", "up");

        assertThat(text.lines())
                .contains("ExecStart=/opt/hostpulse/hostpulse up", "WantedBy=default.target")
                .noneMatch(line -> line.startsWith("User="));
    }

    @Test
    void theServiceOfTheSystemRunsAsTheUserWhoInstalledIt() {
        assertThat(unit(Optional.of("watcher"), "/opt/hostpulse/hostpulse", "up").lines())
                .contains("User=watcher", "WantedBy=multi-user.target");
    }

    @Test
    void whatSystemdWouldReadOtherwiseIsQuoted() {
        assertThat(unit(Optional.empty(), "/my tree/hostpulse", "--data-dir", "/50% of $HOME"))
                .contains("ExecStart=\"/my tree/hostpulse\" --data-dir \"/50%% of $$HOME\"\n");
    }

    @Test
    void systemdTakesIt() throws Exception {
        assumeTrue(isInstalled(), "no systemd here");
        Path launcher = Files.createFile(directory.resolve("hostpulse"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path file = directory.resolve(SystemdUnit.NAME);
        Files.writeString(file, unit(Optional.of("root"), launcher.toString(), "up"));

        assertThat(verify(file)).isEmpty();
    }

    private static String unit(Optional<String> user, String... command) {
        return new SystemdUnit(List.of(command), user).text(DOCUMENTATION);
    }

    private static boolean isInstalled() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze")));
    }

    /** What it complains of. */
    private static String verify(Path file) throws IOException {
        Process process =
                new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                        .redirectErrorStream(true)
                        .start();
        return process.inputReader()
                .lines()
                .filter(line -> line.contains(SystemdUnit.NAME))
                .toList()
                .toString()
                .replace("[]", "");
    }
}
