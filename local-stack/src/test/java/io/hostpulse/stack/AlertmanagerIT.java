package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.server.AlertmanagerConfiguration;
import io.hostpulse.stack.server.AlertmanagerServer;
import io.hostpulse.stack.server.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager, grouping and inhibiting as {@code deploy/alertmanager} says. */
@TestMethodOrder(OrderAnnotation.class)
class AlertmanagerIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final int ALERTS_OF_OUTAGE = 20;

    @TempDir private static Path data;
    private static WebhookReceiver webhook;
    private static LocalStack stack;
    private static AlertmanagerServer server;
    private static Alertmanager alertmanager;
    private static AlertScene scene;
    private static String jobId;
    private static SilentHosts silentHosts;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = AlertmanagerServer.findProgram();
        assumeTrue(
                program.isPresent(),
                "Alertmanager is not installed (Debian package prometheus-alertmanager)");
        webhook = new WebhookReceiver();
        stack =
                new LocalStack(
                        StackConfig.onFreePorts(data)
                                .withAlertmanager(
                                        new OwnAlertmanager(
                                                program.get(),
                                                Ports.findFree(1).get(0),
                                                Optional.of(configure()))));
        stack.startKafka();
        stack.prepareTopics();
        scene = new AlertScene(stack.addresses().kafka());
        server = stack.startAlertmanager();
        alertmanager = new Alertmanager(URI.create(server.address()));
        stack.startFlink();
        jobId = startJob(Optional.empty());
        scene.awaitRules();
        silentHosts =
                new SilentHosts(scene, () -> stack.flink().savepoints().take(jobId, LONGEST_WAIT));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            scene.close();
            stack.close();
            webhook.close();
        }
    }

    @Test
    void alertsOfAHostAreToldTogetherAndSoIsTheirEnd() {
        FedHost host = scene.host("grouped");

        host.beBusyAndFull();
        // an alert that began long ago by the host's clock is told at once, be it alone
        await().atMost(LONGEST_WAIT).until(() -> newest("grouped"), AlertmanagerIT::isOfBoth);

        JsonNode both = newest("grouped");
        assertThat(both.path("status").asText()).isEqualTo("firing");
        assertThat(both.at("/alerts/0/labels/alertname").asText()).isNotEmpty();
        assertThat(both.at("/alerts/0/labels/severity").asText()).isIn("warning", "critical");
        assertThat(Instant.parse(both.at("/alerts/0/startsAt").asText()))
                .isBefore(Instant.now().minusSeconds(300)); // by the host's own clock

        host.beWell();
        await().atMost(LONGEST_WAIT)
                .until(
                        () -> newest("grouped"),
                        told -> told.path("status").asText().equals("resolved"));
        assertThat(webhook.hasHeard("grouped", AlertScene.BUSY, "resolved")).isTrue();
        assertThat(webhook.hasHeard("grouped", AlertScene.FULL, "resolved")).isTrue();
    }

    @Test
    void aHostThatIsDownIsToldAndNothingElseOfIt() {
        FedHost host = scene.host("fallen");
        host.beDown();
        awaitHeard("fallen", AlertScene.DOWN);

        scene.fireBusy(host);
        awaitSuppressed("fallen", AlertScene.BUSY, "inhibitedBy");
        hearOfAnotherHost("after-fallen");

        assertThat(webhook.hasHeard("fallen", AlertScene.BUSY, "firing")).isFalse();
    }

    @Test
    void aSilencedAlertIsNotDelivered() {
        alertmanager.silence(
                """
                {"matchers": [{"name": "host", "value": "silenced", "isRegex": false}],
                 "startsAt": "%s", "endsAt": "%s", "createdBy": "test", "comment": "a test"}
                """
                        .formatted(Instant.now(), Instant.now().plusSeconds(600)));

        scene.fireBusy(scene.host("silenced"));
        awaitSuppressed("silenced", AlertScene.BUSY, "silencedBy");
        hearOfAnotherHost("after-silenced");

        assertThat(webhook.about("silenced")).isEmpty();
    }

    @Test
    void whileAlertmanagerIsAwayAlertsGoOnAndArriveWhenItReturns() {
        server.close();
        List<FedHost> hosts = new ArrayList<>();
        List<Long> delaysMillis = new ArrayList<>();
        for (int i = 0; i < ALERTS_OF_OUTAGE; i++) {
            FedHost host = scene.host("unheard-" + i);
            delaysMillis.add(scene.fireBusy(host));
            hosts.add(host);
        }
        Delays delays = Delays.of(delaysMillis);
        System.out.println("Alert delay while Alertmanager is away: " + delays);
        assertThat(hosts).noneMatch(host -> webhook.hasHeard(host.id(), AlertScene.BUSY, "firing"));

        server = stack.startAlertmanager();

        hosts.forEach(host -> awaitHeard(host.id(), AlertScene.BUSY));
        assertThat(delays.medianMillis()).as("%s", delays).isLessThan(1_000);
        assertThat(stack.flink().restarts(jobId)).isZero();
        assertThat(TaskAttempts.of(stack.flink(), jobId))
                .isNotEmpty()
                .allSatisfy(AlertmanagerIT::isFirst);
    }

    /** The last test, so that the hosts have been silent for long enough in the meantime. */
    @Test
    @Order(Integer.MAX_VALUE)
    void silencesThatTheRestoredStateKnowsNothingOfAreResolvedAllTheSame() {
        silentHosts.awaitDown();
        stack.flink().cancel(jobId);
        await().atMost(LONGEST_WAIT).until(() -> stack.flink().activeJob().isEmpty());

        silentHosts.comeBackBeforeRestart();
        startJob(Optional.of(silentHosts.stateBefore()));

        silentHosts.comeBackAfterRestart();
        silentHosts.assertAlertsAreThoseOfAnUndisturbedRun();
        for (FedHost host : silentHosts.all()) {
            await("%s told to be resolved".formatted(host.id()))
                    .atMost(LONGEST_WAIT)
                    .until(() -> webhook.hasHeard(host.id(), AlertScene.SILENT, "resolved"));
            assertThat(webhook.about(host.id()))
                    .as("notifications about %s", host.id())
                    .extracting(
                            told -> told.path("status").asText(),
                            told -> WebhookReceiver.rules(told, told.path("status").asText()))
                    .containsExactly(
                            tuple("firing", Set.of(AlertScene.SILENT)),
                            tuple("resolved", Set.of(AlertScene.SILENT)));
        }
    }

    private static String startJob(Optional<RestorePoint> state) {
        return stack.startJob(state, "--pipelines", "detect,notify", "--checkpoint-interval", "2s");
    }

    private static void isFirst(String task, int attempt) {
        assertThat(attempt).as(task).isZero();
    }

    private static Path configure() {
        ObjectNode configuration =
                AlertmanagerConfiguration.withReceiver(
                        SourceTree.current().alertmanagerConfiguration(), webhook.configuration());
        ((ObjectNode) configuration.path("route"))
                .put("group_wait", "2s")
                .put("group_interval", "1s");
        Path file = data.resolve("test-alertmanager.yml");
        AlertmanagerConfiguration.write(configuration, file);
        return file;
    }

    private static JsonNode newest(String host) {
        List<JsonNode> told = webhook.about(host);
        return told.isEmpty() ? MissingNode.getInstance() : told.get(told.size() - 1);
    }

    private static boolean isOfBoth(JsonNode notification) {
        return WebhookReceiver.rules(notification, "firing")
                .equals(Set.of(AlertScene.BUSY, AlertScene.FULL));
    }

    /** What Alertmanager was told before of others would have been delivered by then. */
    private static void hearOfAnotherHost(String id) {
        scene.fireBusy(scene.host(id));
        awaitHeard(id, AlertScene.BUSY);
    }

    private static void awaitHeard(String host, String rule) {
        await("%s of %s".formatted(rule, host))
                .atMost(LONGEST_WAIT)
                .until(() -> webhook.hasHeard(host, rule, "firing"));
    }

    private static void awaitSuppressed(String host, String rule, String reason) {
        await("%s of %s suppressed".formatted(rule, host))
                .atMost(LONGEST_WAIT)
                .until(() -> isSuppressed(host, rule, reason));
    }

    private static boolean isSuppressed(String host, String rule, String reason) {
        for (JsonNode alert : alertmanager.alerts()) {
            if (alert.at("/labels/host").asText().equals(host)
                    && alert.at("/labels/rule").asText().equals(rule)
                    && !alert.path("status").path(reason).isEmpty()) {
                return alert.at("/status/state").asText().equals("suppressed");
            }
        }
        return false;
    }
}
