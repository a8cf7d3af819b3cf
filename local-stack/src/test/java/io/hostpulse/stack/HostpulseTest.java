package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostpulseTest {

    @TempDir private Path directory;

    @AfterEach
    void forgetDataDirectory() {
        System.clearProperty(DataDirectory.PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "down",
                "status",
                "logs",
                "top",
                "hosts",
                "rules",
                "maintenance",
                "load",
                "replay",
                "chaos",
                "install-service"
            })
    void everyCommandHasHelp(String command) {
        assertThat(Hostpulse.run(command, "--help")).isZero();
    }

    @Test
    void wrongUsageHasItsOwnExitCode() {
        assertThat(Hostpulse.run()).isEqualTo(2);
        assertThat(Hostpulse.run("sideways")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--interval", "10")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--interval", "100ms")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--kafka-port", "70000")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--state-backend", "paper")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--alertmanager-port", "0")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--alertmanager", "localhost:9093")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--alertmanager-config", "/no/such.yml")).isEqualTo(2);
        assertThat(Hostpulse.run("up", "--alertmanager", "http://localhost:1", "--no-alertmanager"))
                .isEqualTo(2);
        assertThat(Hostpulse.run("chaos", "--minutes", "0")).isEqualTo(2);
        assertThat(Hostpulse.run("logs", "printer")).isEqualTo(2);
        assertThat(Hostpulse.run("install-service", "--print", "--", "--detach")).isEqualTo(2);
        assertThat(Hostpulse.run("install-service", "--print", "--", "--intervall", "1s"))
                .isEqualTo(2);
    }

    @Test
    void aServiceRunsUpWithItsOptions() {
        CommandRun printed =
                CommandRun.of(
                        "install-service",
                        "--user",
                        "--print",
                        "--data-dir",
                        directory.toString(),
                        "--",
                        "--interval",
                        "1s");

        assertThat(printed.exitCode()).isZero();
        assertThat(printed.lines())
                .anyMatch(
                        line ->
                                line.startsWith("ExecStart=")
                                        && line.endsWith(
                                                "/hostpulse up --data-dir "
                                                        + directory
                                                        + " --interval 1s"));
    }

    /** One that is read but not allowed would fail with 1, for there is no such file. */
    @ParameterizedTest
    @ValueSource(strings = {"50d", "0x1p3", "NaN", "Infinity", "1e999", "fast", ""})
    void aSpeedIsADecimalNumber(String speed) {
        String file = directory.resolve("none.csv").toString();

        assertThat(Hostpulse.run("replay", file, "--bootstrap-servers", "x:1", "--speed", speed))
                .isEqualTo(2);
        assertThat(Hostpulse.run("replay", file, "--bootstrap-servers", "x:1", "--speed", "50"))
                .isEqualTo(1);
    }

    @Test
    void aStackThatDoesNotRunIsNotHealthyAndNeedsNoStopping() {
        String data = directory.toString();

        assertThat(Hostpulse.run("status", "--data-dir", data)).isEqualTo(1);
        assertThat(Hostpulse.run("down", "--data-dir", data)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "top --once",
                "hosts list",
                "hosts forget web-1",
                "rules list",
                "rules sync .",
                "maintenance list",
                "topics create",
                "load",
                "replay no.csv",
                "savepoint",
                "upgrade"
            })
    void whatNeedsAStackSaysHowToStartOneOrToNameAnotherServer(String command) {
        CommandRun run = CommandRun.of((command + " --data-dir " + directory).split(" "));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .contains(
                        "The stack does not run: start it with `./hostpulse up`, or name another ")
                .containsPattern("with --(elasticsearch|bootstrap-servers|flink)\\.");
    }

    @Test
    void aComparisonThatFailsIsNotTakenForADifference() {
        String data = directory.toString();

        assertThat(Hostpulse.run("rules", "diff", data, "--data-dir", data)).isEqualTo(2);
        assertThat(Hostpulse.run("rules", "sync", data + "/none", "--data-dir", data)).isEqualTo(2);
    }

    @Test
    void withoutLogsTheDirectoryIsNamed() {
        CommandRun run = CommandRun.of("logs", "--data-dir", directory.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("There are no logs in " + directory.resolve("logs"), "`./hostpulse up`");
    }

    @Test
    void anAddressThatIsNotKafkaIsSaidAtOnce() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.start();
        String address = "127.0.0.1:" + server.getAddress().getPort();
        try {
            CommandRun run = CommandRun.of("rules", "list", "--bootstrap-servers", address);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.lines())
                    .singleElement()
                    .asString()
                    .contains(address + " is not Kafka: it answers HTTP");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void addressesOfAStackThatDoesNotRunAreTheUsualOnes() {
        assertThat(StackAddresses.of(new DataDirectory(directory)))
                .isEqualTo(
                        new StackAddresses(
                                "127.0.0.1:9092",
                                "http://127.0.0.1:9200",
                                "http://127.0.0.1:8081",
                                Optional.empty(),
                                Optional.empty()));
    }
}
