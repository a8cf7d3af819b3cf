package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.PublishedSilence;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedSilencesTest {

    private static final long STARTED = Examples.NOW - 60_000;
    private static final long FIRED = Examples.NOW - 20_000;

    @Test
    void readsBackWhatIsPublishedOfASilence() {
        assertThat(PublishedSilences.read(document(silence(State.FIRING))))
                .contains(
                        new PublishedSilence(
                                "down|web-1||" + STARTED,
                                "down",
                                "Host down",
                                "critical",
                                "web-1",
                                "Web 1",
                                FIRED,
                                0,
                                STARTED,
                                0,
                                Examples.NOW,
                                "{\"data_centre\":\"north\",\"team\":\"infra\"}",
                                "Web 1 is silent",
                                "began",
                                false));
    }

    @Test
    void knowsThatItIsOver() {
        assertThat(PublishedSilences.read(document(silence(State.RESOLVED))))
                .hasValueSatisfying(silence -> assertThat(silence.isFiring()).isFalse());
    }

    @Test
    void passesOverWhatIsAboutSomethingElse() {
        String silence = new String(document(silence(State.FIRING)), UTF_8);
        String foreign = silence.replace("\"down|web-1||", "\"down|web-2||");
        assertThat(foreign).isNotEqualTo(silence);

        assertThat(read(foreign)).isEmpty();
        assertThat(
                        PublishedSilences.read(
                                document(
                                        Examples.alert(
                                                State.FIRING,
                                                "2026-11-01T00:00:00Z",
                                                "2026-10-31T23:50:00Z"))))
                .isEmpty();
        assertThat(read("[]")).isEmpty();
        assertThat(read("{")).isEmpty();
        assertThat(read("{\"@timestamp\": \"yesterday\"}")).isEmpty();
    }

    private static Optional<PublishedSilence> read(String json) {
        return PublishedSilences.read(json.getBytes(UTF_8));
    }

    private static byte[] document(AlertTransition alert) {
        return AlertDocument.of(alert).json();
    }

    private static AlertTransition silence(State state) {
        boolean resolved = state == State.RESOLVED;
        return new AlertTransition(
                "down|web-1||" + STARTED,
                resolved ? 2 : 1,
                state,
                resolved ? State.FIRING : null,
                "down",
                "Host down",
                "critical",
                "critical",
                "web-1",
                "Web 1",
                "",
                "",
                resolved ? Examples.NOW : FIRED,
                0,
                STARTED,
                FIRED,
                resolved ? Examples.NOW : 0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                false,
                Examples.NOW,
                false,
                null,
                "{\"data.centre\":\"north\",\"team\":\"infra\"}",
                "Web 1 is silent",
                "began");
    }
}
