package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.PublishedAlert;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedAlertsTest {

    @ParameterizedTest
    @EnumSource(State.class)
    void readsBackWhatIsPublished(State state) {
        AlertTransition alert =
                Examples.alert(state, "2026-11-01T00:00:00Z", "2026-10-31T23:50:00Z");

        PublishedAlert published = PublishedAlerts.read(document(alert)).orElseThrow();

        assertThat(published.newest())
                .usingRecursiveComparison()
                .ignoringFields("identity", "labels") // whose names documents have in their way
                .isEqualTo(alert);
        assertThat(published.newest().labels())
                .isEqualTo("{\"data_centre\":\"north\",\"team\":\"infra\"}");
        assertThat(published.isOpen()).isEqualTo(state != State.RESOLVED);
        assertThat(published.isOfSilence()).isFalse();
        assertThat(published.hostRemoved()).isFalse();
    }

    @Test
    void knowsASilence() {
        AlertTransition silence = Alerts.silence("web-1", Examples.NOW);

        assertThat(PublishedAlerts.read(document(silence)))
                .hasValueSatisfying(
                        published -> {
                            assertThat(published.newest()).isEqualTo(silence);
                            assertThat(published.isOfSilence()).isTrue();
                        });
    }

    /** A clock that was put back by an hour says so much less than the alert's id. */
    @Test
    void readsTimesOnTheSteadyTimeOfTheHost() {
        AlertTransition alert =
                Alerts.silence("web-1", Examples.NOW)
                        .ended(Examples.NOW + 90_000, 3_600_000, null, "heard again");

        assertThat(PublishedAlerts.read(document(alert)))
                .hasValueSatisfying(published -> assertThat(published.newest()).isEqualTo(alert));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"@timestamp\": \"yesterday\"}",
                "{\"hostpulse\": {\"alert\": {\"id\": \"a|b|c\"}}}",
                "{\"hostpulse\": {\"alert\": {\"id\": \"a|b|c|1\"}}}",
                "{\"hostpulse\": {\"alert\": {\"id\": \"a|b|c|1\", \"state\": \"odd\"}}}"
            })
    void passesOverWhatIsNoAlert(String json) {
        assertThat(read(json)).isEmpty();
    }

    @Test
    void passesOverWhatHasTheIdOfAnother() {
        String silence = new String(document(Alerts.silence("web-1", Examples.NOW)), UTF_8);
        assertThat(read(silence)).isPresent();

        String foreign = silence.replace("\"down|web-1||", "\"down|web-2||");
        assertThat(foreign).isNotEqualTo(silence);
        assertThat(read(foreign)).isEmpty();
    }

    private static Optional<PublishedAlert> read(String json) {
        return PublishedAlerts.read(json.getBytes(UTF_8));
    }

    private static byte[] document(AlertTransition alert) {
        return AlertDocument.of(alert).json();
    }
}
