package io.hostpulse.agent.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.agent.packages.ShellCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package: what is in it, and on machines that allow it, a real installation. */
class DebianPackageIT {

    private static final String NAME = "hostpulse-collector-agent";
    private static final String USER = "hostpulse-agent";
    private static final Path CONFIGURATION = Path.of("/etc/hostpulse/agent.yaml");
    private static final Path STATE = Path.of("/var/lib/hostpulse-agent");
    private static final Path CACHE = Path.of("/var/cache/hostpulse-agent");

    private final String file = System.getProperty("hostpulse.debian-package");

    @TempDir private Path directory;

    @BeforeEach
    void needsDpkg() {
        assumeTrue(
                ShellCommand.isInstalled("dpkg-deb"),
                "no dpkg here: the Debian package is built but not looked at");
    }

    @Test
    void itHasTheAgentItsUnitAndItsConfiguration() throws Exception {
        Result contents = ShellCommand.run("dpkg-deb", "--contents", file);

        assertThat(contents.output())
                .contains("./usr/lib/hostpulse-collector-agent/collector-agent.jar")
                .contains("./usr/lib/hostpulse-collector-agent/jvm.options")
                .contains("./lib/systemd/system/hostpulse-collector-agent.service")
                .containsPattern("-rwxr-xr-x root/root .*bin/collector-agent")
                .contains("./usr/bin/collector-agent -> ");
    }

    @Test
    void theConfigurationIsTheOperatorsOnUpgrades() throws Exception {
        Result control = ShellCommand.run("dpkg-deb", "--info", file, "conffiles");

        assertThat(control.output().strip()).isEqualTo(CONFIGURATION.toString());
    }

    @Test
    void theUnitIsOneThatSystemdAccepts() throws Exception {
        assumeTrue(ShellCommand.isInstalled("systemd-analyze"), "no systemd here");
        ShellCommand.run("dpkg-deb", "--extract", file, directory.toString());
        Path unit = directory.resolve("lib/systemd/system/" + NAME + ".service");
        // the check also looks for the program, where it is not installed
        String text = Files.readString(unit);
        Files.writeString(unit, text.replace("/usr/lib/" + NAME, directory + "/usr/lib/" + NAME));

        Result verified =
                ShellCommand.run("systemd-analyze", "verify", "--man=no", unit.toString());
        assertThat(verified.output().lines().filter(line -> line.contains(NAME))).isEmpty();

        assumeTrue(
                ShellCommand.run("systemd-analyze", "--help").output().contains("--offline"),
                "this systemd cannot judge a unit that it does not run");
        Result security =
                ShellCommand.run(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=25",
                        "--no-pager",
                        unit.toString());

        assertThat(security.exitCode()).as(security.output()).isZero();
    }

    @Test
    void itInstallsRunsAndGoesAgain() throws Exception {
        assumeTrue(
                Files.isWritable(Path.of("/var/lib/dpkg")),
                "not root: the Debian package is not installed");
        assumeTrue(
                ShellCommand.run("dpkg-query", "--show", NAME).exitCode() != 0
                        && Files.notExists(CONFIGURATION)
                        && Files.notExists(STATE)
                        && Files.notExists(CACHE),
                "the agent is installed here: it is left as it is");
        boolean hasUser = ShellCommand.run("getent", "passwd", USER).exitCode() == 0;
        try {
            Result install =
                    ShellCommand.run(
                            "dpkg", "--force-depends", "--force-confnew", "--install", file);
            assertThat(install.exitCode()).as(install.output()).isZero();
            assertThat(Files.getOwner(STATE).getName()).isEqualTo(USER);
            assertThat(CONFIGURATION).exists();
            assertThat(runAsItsUser("collector-agent", "--once").output())
                    .contains("\"schemaVersion\"");

            Result remove = ShellCommand.run("dpkg", "--remove", NAME);
            assertThat(remove.exitCode()).as(remove.output()).isZero();
            assertThat(Path.of("/usr/lib", NAME)).doesNotExist();
            assertThat(CONFIGURATION).exists();
            Files.createDirectory(CACHE);
        } finally {
            ShellCommand.run("dpkg", "--purge", "--force-depends", NAME);
            if (!hasUser) {
                ShellCommand.run("userdel", USER);
            }
        }
        assertThat(CONFIGURATION).doesNotExist();
        assertThat(STATE).doesNotExist();
        assertThat(CACHE).doesNotExist();
    }

    private static Result runAsItsUser(String... command) throws Exception {
        List<String> whole =
                new ArrayList<>(
                        List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        whole.addAll(List.of(command));
        return ShellCommand.run(Map.of("HOSTPULSE_STATE_DIR", STATE.toString()), whole);
    }
}
