package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.server.AlertmanagerServer;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.stack.server.SearchPath;
import io.hostpulse.stack.view.StatusProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code deploy/alertmanager} holds is good for the real programs. */
class DeployedAlertmanagerIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private static final Path CONFIGURATION = SourceTree.current().alertmanagerConfiguration();

    private static final Optional<Path> NONE = Optional.empty();

    private static final String TWO_ALERTS =
            """
            {"receiver": "slack", "status": "firing",
             "groupLabels": {"host": "web-1"},
             "commonLabels": {"host": "web-1"},
             "alerts": [
              {"status": "firing", "startsAt": "2026-03-01T08:00:00Z",
               "labels": {"alertname": "Disk full", "severity": "critical", "host": "web-1",
                          "device": "/data"},
               "annotations": {"summary": "Disk is 97% full"}},
              {"status": "resolved",
               "startsAt": "2026-03-01T07:00:00Z", "endsAt": "2026-03-01T07:30:00Z",
               "labels": {"alertname": "Busy", "severity": "warning", "host": "web-1"},
               "annotations": {"summary": "CPU at 95%", "reason": "below 0.8"}}]}
            """;

    @TempDir private Path directory;
    private Path alertmanager;
    private Path amtool;

    @BeforeEach
    void find() {
        alertmanager = require(AlertmanagerServer.findProgram());
        amtool = require(SearchPath.ofEnvironment().find("amtool"));
    }

    @Test
    void theConfigurationIsValidWithItsTemplates() throws IOException {
        assertThat(amtool("check-config", CONFIGURATION.toString()))
                .contains("3 inhibit rules", "4 receivers", "1 templates")
                .doesNotContain("FAILED");
    }

    @ParameterizedTest
    @CsvSource({"severity=critical", "severity=warning", "severity=info", "rule=host-down"})
    void nobodyIsToldUntilTheConfigurationIsCompleted(String label) throws IOException {
        assertThat(
                        amtool(
                                "config",
                                "routes",
                                "test",
                                "--config.file=" + CONFIGURATION,
                                label,
                                "host=web-1"))
                .endsWith("nobody\n");
    }

    @Test
    void notificationsSayWhatHappenedToWhichHost() throws IOException {
        Path data = Files.writeString(directory.resolve("data.json"), TWO_ALERTS);

        assertThat(render("hostpulse.title", data)).isEqualTo("[1 firing] 2 alerts on web-1");
        assertThat(render("hostpulse.colour", data)).isEqualTo("danger");
        assertThat(render("hostpulse.slack.text", data))
                .contains(
                        ":red_circle: critical: Disk is 97% full (/data), since 2026-03-01 08:00:00 UTC",
                        ":white_check_mark: warning: CPU at 95%, since 2026-03-01 07:00:00 UTC, until"
                                + " 07:30:00 UTC (below 0.8)");
        assertThat(render("hostpulse.email.text", data))
                .contains("Firing:\n- critical: Disk", "Resolved:\n- warning: CPU");
        assertThat(render("hostpulse.email.html", data))
                .contains("<li>critical: Disk is 97% full", "<h3>Resolved</h3>");
    }

    @Test
    void slackDoesNotObeyNames() throws IOException {
        String named =
                TWO_ALERTS
                        .replace("\"web-1\"", "\"<!channel>\"")
                        .replace("/data", "<https://example.com|/data>")
                        .replace("CPU at 95%", "R&D");
        Path data = Files.writeString(directory.resolve("data.json"), named);

        assertThat(render("hostpulse.slack.title", data))
                .isEqualTo("[1 firing] 2 alerts on &lt;!channel&gt;");
        assertThat(render("hostpulse.slack.text", data))
                .contains("(&lt;https://example.com|/data&gt;), since", "warning: R&amp;D, since")
                .doesNotContain("<");
    }

    @Test
    void alertmanagerRunsWithItAsAPartOfTheStack() {
        StackConfig config = StackConfig.onFreePorts(directory);
        for (Optional<Path> configuration : List.of(Optional.of(CONFIGURATION), NONE)) {
            int port = Ports.findFree(1).get(0);
            OwnAlertmanager own = new OwnAlertmanager(alertmanager, port, configuration);
            try (LocalStack stack = new LocalStack(config.withAlertmanager(own));
                    AlertmanagerServer server = stack.startAlertmanager()) {
                StatusProbe probe = new StatusProbe(config.data(), Clock.systemUTC());

                assertThat(StackAddresses.of(config.data()).alertmanager())
                        .contains(server.address());
                assertThat(server.logFile()).content().contains("Completed loading");
                assertThatThrownBy(
                                () ->
                                        new Alertmanager(URI.create(server.address()))
                                                .tell("[{\"labels\": {}}]"))
                        .hasMessage(
                                "POST %s/api/v2/alerts answers 400: at least one label pair required"
                                        .formatted(server.address()));
                assertThat(probe.look().problems()).isEmpty();

                server.process().runRecord().process().kill();
                await().atMost(LONGEST_WAIT).until(() -> !server.process().isAlive());
                assertThat(probe.look().problems())
                        .anyMatch(problem -> problem.startsWith("Alertmanager has ended"));
            }
        }
    }

    @Test
    void oneAlertMutesOthersOfTheSameHostRuleOrRackAndNoMore() {
        OwnAlertmanager own =
                new OwnAlertmanager(
                        alertmanager, Ports.findFree(1).get(0), Optional.of(CONFIGURATION));
        try (LocalStack stack =
                        new LocalStack(StackConfig.onFreePorts(directory).withAlertmanager(own));
                AlertmanagerServer server = stack.startAlertmanager()) {
            Alertmanager client = new Alertmanager(URI.create(server.address()));

            client.tell(
                    """
                    [{"labels": {"alertname": "1", "rule": "host-down", "host": "a", "severity": "critical"}},
                     {"labels": {"alertname": "2", "rule": "cpu", "host": "a", "severity": "critical"}},
                     {"labels": {"alertname": "3", "rule": "cpu", "host": "b", "severity": "warning"}},
                     {"labels": {"alertname": "4", "rule": "disk", "host": "b", "severity": "critical", "device": "/"}},
                     {"labels": {"alertname": "5", "rule": "disk", "host": "b", "severity": "warning", "device": "/"}},
                     {"labels": {"alertname": "6", "rule": "disk", "host": "b", "severity": "warning", "device": "/data"}},
                     {"labels": {"alertname": "7", "rule": "switch", "host": "s", "severity": "critical", "rack": "r1", "scope": "rack"}},
                     {"labels": {"alertname": "8", "rule": "cpu", "host": "c", "severity": "warning", "rack": "r1"}},
                     {"labels": {"alertname": "9", "rule": "cpu", "host": "d", "severity": "warning", "rack": "r2"}}]
                    """);

            await().atMost(LONGEST_WAIT)
                    .untilAsserted(
                            () ->
                                    assertThat(suppressed(client))
                                            .containsExactlyInAnyOrder("2", "5", "8"));
            assertThat(client.countAlerts()).isEqualTo(9);
        }
    }

    @Test
    void aConfigurationThatAlertmanagerRefusesIsToldWithItsReason() throws IOException {
        Path broken =
                Files.writeString(directory.resolve("broken.yml"), "route: {receiver: gone}\n");
        OwnAlertmanager own =
                new OwnAlertmanager(alertmanager, Ports.findFree(1).get(0), Optional.of(broken));

        try (LocalStack stack =
                new LocalStack(StackConfig.onFreePorts(directory).withAlertmanager(own))) {
            assertThatThrownBy(stack::startAlertmanager)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Alertmanager ended while starting")
                    .hasMessageContaining("gone");
        }
    }

    private static List<String> suppressed(Alertmanager client) {
        List<String> names = new ArrayList<>();
        for (JsonNode alert : client.alerts()) {
            if (alert.at("/status/state").asText().equals("suppressed")) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    private String render(String template, Path data) throws IOException {
        return amtool(
                "template",
                "render",
                "--template.glob=" + CONFIGURATION.resolveSibling("templates") + "/*.tmpl",
                "--template.data=" + data,
                "--template.text={{ template \"" + template + "\" . }}");
    }

    private String amtool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(amtool.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "amtool", ".out");
        int exitCode = ShortCommand.run(command, output);
        assertThat(exitCode).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static Path require(Optional<Path> program) {
        assumeTrue(
                program.isPresent(),
                "Alertmanager is not installed (Debian package prometheus-alertmanager)");
        return program.orElseThrow();
    }
}
