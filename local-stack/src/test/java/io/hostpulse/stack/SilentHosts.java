package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.AlertTopic.AlertRecord;
import io.hostpulse.stack.client.RestorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Hosts that fall silent after a state of the job was taken that it goes back to once they are
 * down.
 */
final class SilentHosts {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final String RULE = AlertScene.SILENT;

    private final AlertScene scene;
    private final FedHost resolvedBefore;
    private final FedHost heardWhileNothingRan;
    private final FedHost lastHeardInReplay;
    private final FedHost stillDown;
    private final RestorePoint stateBefore;
    private final Map<FedHost, Long> silentSince = new HashMap<>();

    SilentHosts(AlertScene scene, Supplier<RestorePoint> takeState) {
        this.scene = scene;
        resolvedBefore = scene.host("silent-resolved-before");
        heardWhileNothingRan = scene.host("silent-heard-while-nothing-ran");
        lastHeardInReplay = scene.host("silent-last-heard-in-replay");
        stillDown = scene.host("silent-still-down");
        List.of(resolvedBefore, heardWhileNothingRan, stillDown).forEach(FedHost::beWell);
        scene.fireBusy(scene.host("after-silent")); // by when their samples have come too
        stateBefore = takeState.get();
        lastHeardInReplay.beWell();
        all().forEach(host -> silentSince.put(host, host.newestMillis()));
    }

    List<FedHost> all() {
        return List.of(resolvedBefore, heardWhileNothingRan, lastHeardInReplay, stillDown);
    }

    /** From when all of them were up. */
    RestorePoint stateBefore() {
        return stateBefore;
    }

    /** Waits until alerts of all fire; one host comes back at once. */
    void awaitDown() {
        all().forEach(host -> scene.awaitAlert(host, RULE, "firing"));
        resolvedBefore.beWell();
        scene.awaitAlert(resolvedBefore, RULE, "resolved");
    }

    void comeBackBeforeRestart() {
        heardWhileNothingRan.beWell();
        lastHeardInReplay.beWell();
    }

    /** Waits until the job knows again of the last host that it is down. */
    void comeBackAfterRestart() {
        await().atMost(LONGEST_WAIT).until(() -> published(stillDown).size() > 1);
        assertThat(published(stillDown))
                .extracting(AlertRecord::state)
                .containsExactly("firing", "firing");
        stillDown.beWell();
    }

    void assertAlertsAreThoseOfAnUndisturbedRun() {
        for (FedHost host : all()) {
            scene.awaitAlert(host, RULE, "resolved");
            List<AlertRecord> published = published(host);
            Set<JsonNode> documents = new LinkedHashSet<>();
            published.forEach(alert -> documents.add(alert.document()));

            assertThat(documents)
                    .as("documents of %s", host.id())
                    .extracting(document -> document.at("/hostpulse/alert/state").asText())
                    .containsExactly("firing", "resolved");
            assertThat(documents)
                    .extracting(document -> document.at("/hostpulse/alert/id").asText())
                    .containsOnly(RULE + "|" + host.id() + "||" + silentSince.get(host));
            JsonNode last = published.get(published.size() - 1).document();
            assertThat(last.at("/hostpulse/alert/transition").asInt()).isEqualTo(2);
            // no alert ends before it fired, whatever the clock of the host says
            Instant fired = Instant.parse(last.at("/hostpulse/alert/fired").asText());
            Instant heard = Instant.ofEpochMilli(host.newestMillis());
            assertThat(Instant.parse(last.at("/hostpulse/alert/resolved").asText()))
                    .isEqualTo(heard.isBefore(fired) ? fired : heard);
        }
        assertThat(published(resolvedBefore)).as("what was over is not said again").hasSize(2);
    }

    private List<AlertRecord> published(FedHost host) {
        return scene.published(host, RULE);
    }
}
