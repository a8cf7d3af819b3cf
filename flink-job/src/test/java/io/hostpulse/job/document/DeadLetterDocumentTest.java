package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DeadLetterDocumentTest {

    @Test
    void isKnownByWhereItWasRead() {
        KafkaDocument document = DeadLetterDocument.of(Examples.deadLetter("{".getBytes(UTF_8)));

        assertThat(document.key()).isEqualTo("hostpulse.samples-3-42");
        assertThat(document.id()).isEqualTo("hostpulse.samples-3-42");
        assertThat(document.timestampMillis()).isEqualTo(NOW);
    }

    @Test
    void keepsTheBytesAndSaysWhyTheyWereRefused() throws Exception {
        byte[] value = {'{', (byte) 0xff, 0, 10};

        JsonNode tree = Examples.tree(DeadLetterDocument.of(Examples.deadLetter(value)).json());
        JsonNode letter = tree.at("/hostpulse/dead_letter");

        assertThat(tree.path("@timestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(tree.at("/event/kind").asText()).isEqualTo("pipeline_error");
        assertThat(letter.path("category").asText()).isEqualTo("malformed-json");
        assertThat(letter.path("message").asText()).isEqualTo("an object ends too early");
        assertThat(letter.path("topic").asText()).isEqualTo("hostpulse.samples");
        assertThat(letter.path("partition").intValue()).isEqualTo(3);
        assertThat(letter.path("offset").longValue()).isEqualTo(42);
        assertThat(letter.path("key").asText()).isEqualTo("web-1");
        assertThat(letter.path("record_time").asText()).isEqualTo("2026-11-01T11:59:59.995Z");
        assertThat(letter.at("/size/bytes").intValue()).isEqualTo(4);
        assertThat(letter.at("/value/base64").binaryValue()).isEqualTo(value);
    }

    @Test
    void whatIsRefusedAgainTheNextDayIsTheSameDocument() {
        RawRecord record = new RawRecord("hostpulse.samples", 0, 1, NOW, true, null, 0, null, null);

        KafkaDocument first =
                DeadLetterDocument.of(new DeadLetter(record, NOW + 50, "malformed-json", "empty"));
        KafkaDocument again =
                DeadLetterDocument.of(
                        new DeadLetter(record, NOW + 86_400_000, "malformed-json", "empty"));

        assertThat(again).usingRecursiveComparison().isEqualTo(first);
        assertThat(again.timestampMillis()).isEqualTo(NOW);
    }

    @Test
    void ofALongValueOnlyTheBeginningIsKept() {
        byte[] value = "x".repeat(DeadLetterDocument.MAX_KEPT_BYTES + 1).getBytes(UTF_8);

        JsonNode letter =
                Examples.tree(DeadLetterDocument.of(Examples.deadLetter(value)).json())
                        .at("/hostpulse/dead_letter");

        assertThat(letter.at("/size/bytes").intValue())
                .isEqualTo(DeadLetterDocument.MAX_KEPT_BYTES + 1);
        assertThat(Base64.getDecoder().decode(letter.at("/value/base64").asText()))
                .hasSize(DeadLetterDocument.MAX_KEPT_BYTES);
    }

    @Test
    void ofALongMessageOnlyTheBeginningIsKept() {
        RawRecord record = Examples.deadLetter(new byte[0]).record();
        DeadLetter letter = new DeadLetter(record, NOW, "malformed-json", "x".repeat(10_000));

        assertThat(
                        Examples.tree(DeadLetterDocument.of(letter).json())
                                .at("/hostpulse/dead_letter/message")
                                .asText())
                .isEqualTo("x".repeat(2_000) + "…");
    }

    @Test
    void aRecordWithoutKeyAndValueIsALetterToo() {
        DeadLetter letter =
                new DeadLetter(
                        new RawRecord("hostpulse.samples", 0, 1, NOW, null, null, null),
                        NOW,
                        "empty",
                        "the value is empty");

        JsonNode tree =
                Examples.tree(DeadLetterDocument.of(letter).json()).at("/hostpulse/dead_letter");

        assertThat(tree.has("key")).isFalse();
        assertThat(tree.at("/size/bytes").intValue()).isZero();
    }

    @Test
    void aRefusedDocumentIsALetterThatNamesItsIndexAndId() {
        KafkaDocument document =
                RefusedDocument.of(
                        "hostpulse-hosts", "web-1", "{}".getBytes(UTF_8), "too many fields", NOW);
        JsonNode tree = Examples.tree(document.json());
        JsonNode letter = tree.at("/hostpulse/dead_letter");

        assertThat(document.id()).isEqualTo("refused|hostpulse-hosts|web-1");
        assertThat(document.key()).isEqualTo(document.id());
        assertThat(document.timestampMillis()).isEqualTo(NOW);
        assertThat(tree.at("/event/kind").asText()).isEqualTo("pipeline_error");
        assertThat(letter.path("category").asText()).isEqualTo("refused-document");
        assertThat(letter.path("message").asText()).isEqualTo("too many fields");
        assertThat(letter.path("index").asText()).isEqualTo("hostpulse-hosts");
        assertThat(letter.path("document_id").asText()).isEqualTo("web-1");
        assertThat(Base64.getDecoder().decode(letter.at("/value/base64").asText()))
                .isEqualTo("{}".getBytes(UTF_8));
    }

    @Test
    void ofALongRefusedDocumentOnlyTheBeginningIsKept() {
        byte[] json = new byte[DeadLetterDocument.MAX_KEPT_BYTES + 1];

        JsonNode letter =
                Examples.tree(RefusedDocument.of("index", "id", json, "too long", NOW).json())
                        .at("/hostpulse/dead_letter");

        assertThat(letter.at("/size/bytes").intValue()).isEqualTo(json.length);
        assertThat(Base64.getDecoder().decode(letter.at("/value/base64").asText()))
                .hasSize(DeadLetterDocument.MAX_KEPT_BYTES);
    }
}
