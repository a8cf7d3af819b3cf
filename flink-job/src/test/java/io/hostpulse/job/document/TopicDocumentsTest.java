package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static io.hostpulse.job.document.Examples.millis;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicDocumentsTest {

    private static final String STARTED = "2026-10-31T23:50:00Z";
    private static final String ALERT_ID = "disk-busy|web-1|sda|" + millis(STARTED);

    @Test
    void windowsHostsAndLettersGoToTheirIndexAsTheyAre() {
        assertRouted(
                Topics.WINDOWS,
                new WindowDocuments().of(Examples.window()),
                "hostpulse-windows-2026.11.01");
        assertRouted(Topics.HOSTS, HostDocument.of(Examples.host()), "hostpulse-hosts");
        assertRouted(
                Topics.DEAD_LETTERS,
                DeadLetterDocument.of(Examples.deadLetter("{".getBytes(UTF_8))),
                "hostpulse-dead-letters-2026.11.01");
    }

    @Test
    void documentsOfSeveralLinesBecomeOneAndStayTheSameJson() {
        String pretty = "{\r\n  \"a\": 1,\n\n  \"b\": [\n2]}\n";
        byte[] value = pretty.getBytes(UTF_8);

        for (String topic : List.of(Topics.HOSTS, Topics.ALERTS)) {
            RawRecord record = new RawRecord(topic, 0, 1, NOW, "id", null, value);
            assertThat(TopicDocuments.of(record))
                    .isNotEmpty()
                    .allSatisfy(
                            document -> {
                                assertThat(document.json()).doesNotContain((byte) '\n');
                                assertThat(Examples.tree(document.json()))
                                        .isEqualTo(Examples.tree(value));
                            });
        }
        assertThat(value).isEqualTo(pretty.getBytes(UTF_8));
    }

    @Test
    void anAlertStaysInTheIndexOfTheMonthInWhichItStarted() {
        List<IndexedDocument> firing = route(State.FIRING, "2026-10-31T23:51:00Z");
        List<IndexedDocument> resolved = route(State.RESOLVED, "2026-11-01T00:10:00Z");

        assertThat(firing.get(0).index()).isEqualTo("hostpulse-alerts-2026.10");
        assertThat(resolved.get(0).index()).isEqualTo("hostpulse-alerts-2026.10");
        assertThat(firing.get(0).id()).isEqualTo(ALERT_ID);
        assertThat(resolved.get(0).id()).isEqualTo(ALERT_ID);
    }

    @Test
    void theHistoryKeepsEveryChangeOfAnAlert() {
        IndexedDocument firing = route(State.FIRING, "2026-10-31T23:51:00Z").get(1);
        IndexedDocument resolved = route(State.RESOLVED, "2026-11-01T00:10:00Z").get(1);

        assertThat(firing.index()).isEqualTo("hostpulse-alert-history-2026.10");
        assertThat(firing.id()).isEqualTo(ALERT_ID + "|2");
        assertThat(resolved.index()).isEqualTo("hostpulse-alert-history-2026.10");
        assertThat(resolved.id()).isEqualTo(ALERT_ID + "|3");
        assertThat(Examples.tree(resolved.json()).at("/hostpulse/alert/state").asText())
                .isEqualTo("resolved");
    }

    @Test
    void whatChangesHasTheVersionOfItsRecordAndWhatIsWrittenOnceHasNone() {
        assertThat(versions(Topics.HOSTS, HostDocument.of(Examples.host())))
                .containsExactly(Examples.host().version());
        assertThat(versions(Topics.WINDOWS, new WindowDocuments().of(Examples.window())))
                .containsExactly((long) Examples.window().samples());
        assertThat(
                        versions(
                                Topics.DEAD_LETTERS,
                                DeadLetterDocument.of(Examples.deadLetter(new byte[0]))))
                .containsExactly(0L);
        assertThat(route(State.FIRING, "2026-10-31T23:51:00Z"))
                .extracting(IndexedDocument::version)
                .containsExactly(2L, 0L);
    }

    @Test
    void theEndOfAnAlertIsNewerThanAnyOtherState() {
        long firing = route(State.FIRING, "2026-10-31T23:51:00Z").get(0).version();
        long resolved = route(State.RESOLVED, "2026-11-01T00:10:00Z").get(0).version();

        assertThat(resolved).isGreaterThan(firing + Integer.MAX_VALUE);
    }

    @Test
    void aRecordReadAgainBecomesTheSameDocuments() {
        assertThat(route(State.FIRING, "2026-10-31T23:51:00Z"))
                .usingRecursiveComparison()
                .isEqualTo(route(State.FIRING, "2026-10-31T23:51:00Z"));
    }

    @Test
    void aRecordThatDeletesItsKeyIsNoDocument() {
        assertThat(TopicDocuments.of(record(Topics.HOSTS, "web-1", null))).isEmpty();
        assertThat(TopicDocuments.of(record(Topics.ALERTS, ALERT_ID, new byte[0]))).isEmpty();
    }

    @Test
    void aRecordWithoutAnIdIsKnownByWhereItWasRead() {
        assertThat(TopicDocuments.of(record(Topics.WINDOWS, null, "{}".getBytes(UTF_8))))
                .extracting(IndexedDocument::id)
                .containsExactly("hostpulse.windows-0-7");
        assertThat(TopicDocuments.of(record(Topics.WINDOWS, "", "{}".getBytes(UTF_8))))
                .extracting(IndexedDocument::id)
                .containsExactly("hostpulse.windows-0-7");
    }

    @Test
    void anIdThatElasticsearchWouldNotTakeIsShortened() {
        assertThat(TopicDocuments.of(record(Topics.HOSTS, "x".repeat(513), "{}".getBytes(UTF_8))))
                .extracting(IndexedDocument::id)
                .containsExactly(DocumentId.of("x".repeat(513)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "17",
                "{}",
                "{\"hostpulse\":{\"alert\":{\"started\":\"yesterday\",\"state\":\"firing\"}}}",
                "{\"hostpulse\":{\"alert\":{\"started\":\"+1000000000-12-31T23:59:59Z\"}}}"
            })
    void whatIsNoAlertIsPassedOnUnderTheTimeOfItsRecord(String value) {
        assertThat(TopicDocuments.of(record(Topics.ALERTS, "x", value.getBytes(UTF_8))))
                .extracting(IndexedDocument::index)
                .containsExactly("hostpulse-alerts-2026.11", "hostpulse-alert-history-2026.11");
    }

    @Test
    void otherTopicsHaveNoIndex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicDocuments.of(record("other", "x", "{}".getBytes(UTF_8))))
                .withMessage("no index for topic other");
    }

    private static void assertRouted(String topic, KafkaDocument document, String index) {
        assertThat(TopicDocuments.of(Examples.recordOf(topic, document)))
                .singleElement()
                .satisfies(
                        indexed -> {
                            assertThat(indexed.index()).isEqualTo(index);
                            assertThat(indexed.id()).isEqualTo(document.id());
                            assertThat(indexed.json()).isEqualTo(document.json());
                        });
    }

    private static List<Long> versions(String topic, KafkaDocument document) {
        return TopicDocuments.of(Examples.recordOf(topic, document)).stream()
                .map(IndexedDocument::version)
                .toList();
    }

    private static List<IndexedDocument> route(State state, String time) {
        return TopicDocuments.of(
                Examples.recordOf(
                        Topics.ALERTS, AlertDocument.of(Examples.alert(state, time, STARTED))));
    }

    private static RawRecord record(String topic, String documentId, byte[] value) {
        return new RawRecord(topic, 0, 7, NOW, documentId, null, value);
    }
}
