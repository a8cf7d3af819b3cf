package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.millis;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.KafkaDocument;
import org.junit.jupiter.api.Test;

class AlertDocumentTest {

    private static final String STARTED = "2026-10-31T23:50:00Z";
    private static final KafkaDocument FIRING =
            AlertDocument.of(Examples.alert(State.FIRING, "2026-10-31T23:51:00Z", STARTED));
    private static final KafkaDocument RESOLVED =
            AlertDocument.of(Examples.alert(State.RESOLVED, "2026-11-01T00:10:00Z", STARTED));

    @Test
    void isTheSameDocumentWhateverItsState() {
        String id = "disk-busy|web-1|sda|" + millis(STARTED);

        assertThat(FIRING.id()).isEqualTo(id);
        assertThat(FIRING.key()).isEqualTo(id);
        assertThat(RESOLVED.id()).isEqualTo(id);
        assertThat(RESOLVED.key()).isEqualTo(id);
    }

    @Test
    void isDatedWithItsLastChange() {
        assertThat(FIRING.timestampMillis()).isEqualTo(millis("2026-10-31T23:51:00Z"));
        assertThat(Examples.tree(RESOLVED.json()).path("@timestamp").asText())
                .isEqualTo("2026-11-01T00:10:00Z");
    }

    @Test
    void saysWhatItIsAbout() {
        JsonNode tree = Examples.tree(FIRING.json());

        assertThat(tree.at("/event/kind").asText()).isEqualTo("alert");
        assertThat(tree.at("/event/action").asText()).isEqualTo("firing");
        assertThat(tree.at("/rule/id").asText()).isEqualTo("disk-busy");
        assertThat(tree.at("/rule/name").asText()).isEqualTo("Busy disk");
        assertThat(tree.at("/host/id").asText()).isEqualTo("web-1");
        assertThat(tree.at("/host/name").asText()).isEqualTo("Web 1");
        assertThat(tree.at("/hostpulse/alert/state").asText()).isEqualTo("firing");
        assertThat(tree.at("/hostpulse/alert/previous_state").asText()).isEqualTo("pending");
        assertThat(tree.at("/hostpulse/alert/transition").asInt()).isEqualTo(2);
        assertThat(tree.at("/hostpulse/alert/severity").asText()).isEqualTo("warning");
        assertThat(tree.at("/hostpulse/alert/previous_severity").asText()).isEqualTo("critical");
        assertThat(tree.at("/hostpulse/alert/device").asText()).isEqualTo("sda");
        assertThat(tree.at("/hostpulse/alert/flapping").isBoolean()).isTrue();
        assertThat(tree.at("/hostpulse/alert/muted_until").asText())
                .isEqualTo("2026-11-01T12:00:00Z");
        assertThat(tree.at("/hostpulse/alert/metric").asText())
                .isEqualTo("system.diskio.iostat.busy");
        assertThat(tree.at("/hostpulse/alert/value").doubleValue()).isEqualTo(0.95);
        assertThat(tree.at("/hostpulse/alert/threshold").doubleValue()).isEqualTo(0.9);
        assertThat(tree.at("/hostpulse/alert/peak").doubleValue()).isEqualTo(0.99);
        assertThat(tree.at("/hostpulse/alert/message").asText())
                .isEqualTo("Web 1: disk is 95 % busy");
        assertThat(tree.at("/hostpulse/alert/reason").asText()).isEqualTo("above 0.9 for 1m");
    }

    @Test
    void isAnAlertInTheWordsOfEcs() {
        JsonNode fired = Examples.tree(FIRING.json());
        JsonNode resolved = Examples.tree(RESOLVED.json());

        assertThat(fired.at("/ecs/version").isTextual()).isTrue();
        assertThat(fired.at("/event/category").asText()).isEqualTo("host");
        assertThat(fired.at("/event/type").asText()).isEqualTo("change");
        assertThat(resolved.at("/event/type").asText()).isEqualTo("end");
        assertThat(fired.at("/event/severity").intValue()).isEqualTo(2);
        assertThat(fired.path("message").asText()).isEqualTo("Web 1: disk is 95 % busy");
    }

    @Test
    void carriesTheInventoryOfTheHostByWhichPeopleFilter() {
        JsonNode host = Examples.tree(FIRING.json()).path("host");

        assertThat(host.at("/os/platform").asText()).isEqualTo("platform");
        assertThat(host.at("/ip/0").asText()).isEqualTo("192.0.2.7");
        assertThat(host.path("hostname").asText()).isEqualTo("hostname");
        assertThat(Examples.tree(FIRING.json()).at("/cloud/region").asText())
                .isEqualTo("value of cloud.region");
        assertThat(Examples.tree(FIRING.json()).path("labels").has("environment")).isFalse();
    }

    @Test
    void anAlertThatAnOlderReleaseHasOpenedSaysWhichHostItIsAbout() {
        AlertTransition older = Examples.alertWithoutIdentity();

        assertThat(Examples.tree(AlertDocument.of(older).json()).path("host"))
                .isEqualTo(Examples.tree("{\"id\":\"web-1\",\"name\":\"Web 1\"}".getBytes(UTF_8)));
    }

    @Test
    void carriesTheLabelsOfRuleAndHost() {
        JsonNode labels = Examples.tree(FIRING.json()).path("labels");

        assertThat(labels.path("team").asText()).isEqualTo("infra");
        assertThat(labels.path("data_centre").asText()).isEqualTo("north");
    }

    @Test
    void isAnEventOfTheWholeAlert() {
        JsonNode event = Examples.tree(RESOLVED.json()).path("event");

        assertThat(event.path("start").asText()).isEqualTo(STARTED);
        assertThat(event.path("end").asText()).isEqualTo("2026-11-01T00:10:00Z");
        assertThat(event.path("duration").longValue()).isEqualTo(20 * 60_000_000_000L);
        assertThat(Examples.tree(FIRING.json()).path("event").has("end")).isFalse();
    }

    @Test
    void leavesOutValuesThatThereAreNot() {
        AlertTransition alert =
                Examples.alert(
                        State.FIRING,
                        "2026-10-31T23:51:00Z",
                        STARTED,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN);

        JsonNode document = Examples.tree(AlertDocument.of(alert).json()).at("/hostpulse/alert");

        assertThat(document.has("value")).isFalse();
        assertThat(document.has("threshold")).isFalse();
        assertThat(document.has("peak")).isFalse();
    }

    @Test
    void anAlertThatFiresHasNotBeenResolved() {
        JsonNode alert = Examples.tree(FIRING.json()).at("/hostpulse/alert");

        assertThat(alert.path("started").asText()).isEqualTo(STARTED);
        assertThat(alert.path("fired").asText()).isEqualTo("2026-10-31T23:51:00Z");
        assertThat(alert.has("resolved")).isFalse();
        assertThat(alert.at("/duration/ms").longValue()).isEqualTo(60_000);
    }

    @Test
    void aResolvedAlertKeepsItsWholeStory() {
        JsonNode alert = Examples.tree(RESOLVED.json()).at("/hostpulse/alert");

        assertThat(alert.path("state").asText()).isEqualTo("resolved");
        assertThat(alert.path("started").asText()).isEqualTo(STARTED);
        assertThat(alert.path("fired").asText()).isEqualTo("2026-10-31T23:51:00Z");
        assertThat(alert.path("resolved").asText()).isEqualTo("2026-11-01T00:10:00Z");
        assertThat(alert.at("/duration/ms").longValue()).isEqualTo(20 * 60_000);
    }
}
