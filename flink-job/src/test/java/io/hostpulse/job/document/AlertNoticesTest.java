package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static io.hostpulse.job.document.Examples.millis;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertNoticesTest {

    private static final String STARTED = "2026-10-31T23:50:00Z";
    private static final String FIRED = "2026-10-31T23:51:00Z";
    private static final long UNTIL = NOW + 300_000;

    @Test
    void readsBackWhatAnAlertDocumentSays() {
        AlertNotice notice = notice(State.FIRING, FIRED);

        assertThat(notice.alertId()).isEqualTo("disk-busy|web-1|sda|" + millis(STARTED));
        assertThat(notice.alertKey()).isEqualTo("disk-busy|web-1|sda");
        assertThat(notice.transition()).isEqualTo(2);
        assertThat(notice.firedMillis()).isEqualTo(millis(FIRED));
        assertThat(notice.mutedUntilMillis()).isEqualTo(NOW);
        assertThat(notice.flapping()).isFalse();
        assertThat(notice.isFiring()).isTrue();
        assertThat(notice(State.RESOLVED, "2026-11-01T00:10:00Z").isFiring()).isFalse();
    }

    @Test
    void whatFiredCountsAsFiringWhileItRecoversOrHasNoData() {
        assertThat(notice(State.RECOVERING, FIRED).isFiring()).isTrue();
        assertThat(notice(State.NO_DATA, FIRED).isFiring()).isTrue();
    }

    @Test
    void anAlertThatHasNotFiredIsNoNotice() {
        AlertTransition fired = Examples.alert(State.PENDING, FIRED, STARTED);
        String document = new String(AlertDocument.of(fired).json(), UTF_8);
        String pending = document.replaceAll("\"fired\":\"[^\"]*\",", "");
        assertThat(pending).isNotEqualTo(document);

        assertThat(AlertNotices.read(pending.getBytes(UTF_8))).isEmpty();
        assertThat(AlertNotices.read("[]".getBytes(UTF_8))).isEmpty();
        assertThat(AlertNotices.read("{".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void labelsSayWhatTheAlertIsAndCarryThoseOfRuleAndHost() {
        JsonNode labels = told(notice(State.FIRING, FIRED), NOW).path("labels");

        assertThat(labels)
                .isEqualTo(
                        Examples.tree(
                                """
                                {"team": "infra", "data_centre": "north",
                                 "alertname": "Busy disk", "rule": "disk-busy",
                                 "severity": "warning", "host": "Web 1", "host_id": "web-1",
                                 "device": "sda"}
                                """
                                        .getBytes(UTF_8)));
    }

    @Test
    void namesOfLabelsAreMadeSuchThatAlertmanagerTakesThemAndOwnOnesStay() {
        String document =
                """
                {"@timestamp": "2026-11-01T00:00:00Z", "rule": {"id": "r"}, "host": {"id": "h"},
                 "hostpulse": {"alert": {"id": "a", "fired": "2026-11-01T00:00:00Z",
                                         "started": "2026-11-01T00:00:00Z", "flapping": true}},
                 "labels": {"k8s.io/zone-a": "1", "2nd": "2", "é": "3", "rule": "other",
                            "k8s_io_zone_a": "4", "ü": "5", "severity": "high"}}
                """;

        JsonNode labels =
                told(AlertNotices.read(document.getBytes(UTF_8)).orElseThrow(), NOW).path("labels");

        assertThat(labels.path("k8s_io_zone_a").asText()).isEqualTo("4");
        assertThat(labels.path("k8s_io_zone_a_2").asText()).isEqualTo("1");
        assertThat(labels.path("_2nd").asText()).isEqualTo("2");
        assertThat(labels.path("_").asText()).isEqualTo("3");
        assertThat(labels.path("__2").asText()).isEqualTo("5");
        assertThat(labels.path("rule_2").asText()).isEqualTo("other");
        assertThat(labels.path("severity_2").asText()).isEqualTo("high");
        assertThat(labels.path("rule").asText()).isEqualTo("r");
        assertThat(labels.path("flapping").asText()).isEqualTo("true");
        labels.fieldNames()
                .forEachRemaining(name -> assertThat(name).matches("[a-zA-Z_][a-zA-Z0-9_]*"));
    }

    @Test
    void controlCharactersOfNamesAreShownByTheirCodes() {
        String document =
                """
                {"@timestamp": "2026-11-01T00:00:00Z", "rule": {"id": "r", "name": "a\\nb"},
                 "host": {"id": "h\\u0007", "name": "web\\u001b[2J"},
                 "hostpulse": {"alert": {"id": "a", "fired": "2026-11-01T00:00:00Z",
                                         "started": "2026-11-01T00:00:00Z",
                                         "device": "evil\\u202ename", "message": "1\\r2",
                                         "reason": "line\\nline"}},
                 "labels": {"team": "x\\ty"}}
                """;

        JsonNode alert = told(AlertNotices.read(document.getBytes(UTF_8)).orElseThrow(), NOW);

        assertThat(alert.path("labels").properties())
                .extracting(label -> label.getValue().asText())
                .contains("a\\u000ab", "h\\u0007", "web\\u001b[2J", "evil\\u202ename", "x\\u0009y");
        assertThat(alert.at("/annotations/summary").asText()).isEqualTo("1\\u000d2");
        assertThat(alert.at("/annotations/reason").asText()).isEqualTo("line\\u000aline");
    }

    @Test
    void annotationsSayWhyAndHowMuch() {
        JsonNode annotations = told(notice(State.FIRING, FIRED), NOW).path("annotations");

        assertThat(annotations.path("summary").asText()).isEqualTo("Web 1: disk is 95 % busy");
        assertThat(annotations.path("reason").asText()).isEqualTo("above 0.9 for 1m");
        assertThat(annotations.path("started").asText()).isEqualTo(STARTED);
        assertThat(annotations.path("value").asText()).isEqualTo("0.95");
        assertThat(annotations.has("threshold")).isTrue();
    }

    @Test
    void firesUntilItIsRepeatedAndEndsWhenItWasResolved() {
        JsonNode firing = told(notice(State.FIRING, FIRED), NOW);
        JsonNode resolved = told(notice(State.RESOLVED, "2026-11-01T00:10:00Z"), NOW);

        assertThat(millis(firing.path("startsAt").asText())).isEqualTo(millis(FIRED));
        assertThat(millis(firing.path("endsAt").asText())).isEqualTo(UNTIL);
        assertThat(resolved.path("endsAt").asText()).isEqualTo("2026-11-01T00:10:00Z");
    }

    @Test
    void aHostWhoseClockIsAheadDoesNotKeepAResolvedAlertFiring() {
        long now = millis("2026-10-31T23:50:30Z");

        JsonNode firing = told(notice(State.FIRING, FIRED), now);
        JsonNode resolved = told(notice(State.RESOLVED, "2026-11-01T00:10:00Z"), now);

        assertThat(millis(firing.path("startsAt").asText())).isEqualTo(now);
        assertThat(millis(resolved.path("startsAt").asText())).isEqualTo(now);
        assertThat(millis(resolved.path("endsAt").asText())).isEqualTo(now);
    }

    private static AlertNotice notice(State state, String time) {
        return AlertNotices.read(AlertDocument.of(Examples.alert(state, time, STARTED)).json())
                .orElseThrow();
    }

    private static JsonNode told(AlertNotice notice, long nowMillis) {
        return Examples.tree(AlertNotices.toAlertmanager(List.of(notice), nowMillis, UNTIL)).get(0);
    }
}
