package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.index.BulkServer.Bulk;
import io.hostpulse.job.model.IndexedDocument;
import java.util.List;
import java.util.Properties;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ElasticsearchDocumentSinkTest {

    private static final int FLUSH_MILLIS = 100;
    private static final int BULK_DOCUMENTS = 50;

    private final RegisteredMetrics metrics = new RegisteredMetrics();
    private BulkServer server;
    private OneInputStreamOperatorTestHarness<IndexedDocument, CommittableMessage<IndexedDocument>>
            harness;

    @BeforeEach
    void open() throws Exception {
        server = new BulkServer();
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new SinkWriterOperatorFactory<>(sink()), metrics.environment());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        try (BulkServer closing = server) {
            harness.close();
        }
    }

    @Test
    void travelsWithTheJob() throws Exception {
        assertThat(InstantiationUtil.clone(sink())).isNotNull();
    }

    @Test
    void writesEachDocumentUnderItsIdIntoItsIndex() throws Exception {
        write(document("hostpulse-hosts", "web-1", "{\"host\":{\"id\":\"web-1\"}}"));
        write(document("hostpulse-windows-2026.11.01", "web-1|1m|1", "{\"n\":1}"));
        checkpoint();

        Bulk bulk = onlyBulk();
        assertThat(bulk.method()).isEqualTo("POST");
        assertThat(bulk.path()).isEqualTo("/_bulk");
        assertThat(bulk.lines()).hasSize(4);
        assertThat(action(bulk, 0).get("_index").asText()).isEqualTo("hostpulse-hosts");
        assertThat(action(bulk, 0).get("_id").asText()).isEqualTo("web-1");
        assertThat(bulk.lines().get(1).at("/host/id").asText()).isEqualTo("web-1");
        assertThat(action(bulk, 1).get("_index").asText())
                .isEqualTo("hostpulse-windows-2026.11.01");
        assertThat(action(bulk, 1).get("_id").asText()).isEqualTo("web-1|1m|1");
    }

    @Test
    void aVersionGoesAlongWithTheDocumentThatHasOne() throws Exception {
        write(
                new IndexedDocument(
                        "hostpulse-hosts", "web-1", 1_793_534_400_000L, new byte[] {'{', '}'}));
        write(document("hostpulse-dead-letters-2026.11.01", "letter", "{}"));
        checkpoint();

        assertThat(action(onlyBulk(), 0).get("version").asLong()).isEqualTo(1_793_534_400_000_000L);
        assertThat(action(onlyBulk(), 0).get("version_type").asText()).isEqualTo("external_gte");
        assertThat(action(onlyBulk(), 1).has("version")).isFalse();
        assertThat(action(onlyBulk(), 1).has("version_type")).isFalse();
    }

    @Test
    void anOlderVersionIsDoneAndCounted() throws Exception {
        server.conflict("web-1");
        write(new IndexedDocument("hostpulse-hosts", "web-1", 7, new byte[] {'{', '}'}));
        checkpoint();

        assertThat(metrics.count("hostpulse.supersededDocuments")).isEqualTo(1);
        assertThat(metrics.count("hostpulse.indexedDocuments")).isZero();
        assertThat(metrics.count("hostpulse.refusedDocuments")).isZero();
    }

    @Test
    void speaksTheDialectThatServersOf7And8Understand() throws Exception {
        write(document("index", "1", "{}"));
        checkpoint();

        assertThat(onlyBulk().headers().get("Accept"))
                .containsExactly("application/vnd.elasticsearch+json;compatible-with=7");
        assertThat(onlyBulk().headers().get("Content-Type"))
                .containsExactly("application/vnd.elasticsearch+json;compatible-with=7");
    }

    @Test
    void documentsAreSentSoonAfterTheyCameWithoutACheckpoint() throws Exception {
        write(document("index", "1", "{}"));
        write(document("index", "2", "{}"));
        harness.setProcessingTime(FLUSH_MILLIS - 1);
        assertThat(server.bulks()).isEmpty();

        harness.setProcessingTime(FLUSH_MILLIS);
        assertThat(server.documents()).containsOnlyKeys("1", "2");

        write(document("index", "3", "{}"));
        harness.setProcessingTime(2 * FLUSH_MILLIS);
        assertThat(server.documents()).containsOnlyKeys("1", "2", "3");
        assertThat(server.bulks()).hasSize(2);
    }

    @Test
    void nothingIsSentWhenNothingCame() throws Exception {
        harness.setProcessingTime(10 * FLUSH_MILLIS);
        checkpoint();

        assertThat(server.bulks()).isEmpty();
    }

    @Test
    void aFullBulkIsSentAtOnce() throws Exception {
        for (int id = 0; id < 3 * BULK_DOCUMENTS; id++) {
            write(document("index", "" + id, "{}"));
        }
        checkpoint();

        assertThat(server.bulks())
                .hasSize(3)
                .allSatisfy(bulk -> assertThat(bulk.lines()).hasSize(2 * BULK_DOCUMENTS));
    }

    @Test
    void aCheckpointWaitsWhileTheServerIsAwayAndGoesOnWhenItIsBack() throws Exception {
        server.goAwayFor(4);
        write(document("index", "1", "{}"));
        write(document("index", "2", "{}"));
        checkpoint();

        assertThat(server.bulks()).hasSize(5);
        assertThat(server.documents()).containsOnlyKeys("1", "2");
        assertThat(metrics.gauge("hostpulse.elasticsearchAwaySinceMillis")).isEqualTo(0L);
    }

    @Test
    void aRefusedDocumentDoesNotHoldUpTheOthers() throws Exception {
        server.refuse("bad");
        write(document("hostpulse-dead-letters-2026.11.01", "bad", "{}"));
        write(document("hostpulse-dead-letters-2026.11.01", "good", "{}"));
        checkpoint();

        assertThat(server.documents()).containsOnlyKeys("good");
        assertThat(server.bulks()).hasSize(1);
        assertThat(metrics.count("hostpulse.refusedDocuments")).isEqualTo(1);
    }

    @Test
    void whatIsNoJsonOrHasAnImpossibleIdIsRefusedAndDoesNotHoldUpTheOthers() throws Exception {
        write(document("hostpulse-dead-letters-2026.11.01", "no-json", "no json"));
        write(document("hostpulse-dead-letters-2026.11.01", "x".repeat(513), "{}"));
        write(document("hostpulse-dead-letters-2026.11.01", "good", "{}"));
        checkpoint();

        assertThat(server.documents()).containsOnlyKeys("good");
        assertThat(metrics.count("hostpulse.refusedDocuments")).isEqualTo(2);
    }

    @Test
    void aCheckpointFailsRatherThanLoseALetterThatKafkaDoesNotTake() throws Exception {
        server.refuse("bad");
        write(document("hostpulse-hosts", "bad", "{}"));

        assertThatThrownBy(this::checkpoint)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a dead letter could not be written");
        assertThat(metrics.count("hostpulse.refusedDocuments")).isEqualTo(1);
    }

    private ElasticsearchDocumentSink sink() {
        Properties kafkaThatIsNotThere = new Properties();
        kafkaThatIsNotThere.setProperty("bootstrap.servers", "localhost:1");
        kafkaThatIsNotThere.setProperty("max.block.ms", "50");
        return new ElasticsearchDocumentSink(
                new ElasticsearchConfig(
                        ElasticsearchConnection.of(List.of(server.url())),
                        Compatibility.AUTO,
                        BULK_DOCUMENTS,
                        1024 * 1024,
                        FLUSH_MILLIS),
                kafkaThatIsNotThere);
    }

    private void write(IndexedDocument document) throws Exception {
        harness.processElement(new StreamRecord<>(document));
    }

    /** What happens in the sink before a checkpoint's barrier passes. */
    private void checkpoint() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
    }

    private Bulk onlyBulk() {
        assertThat(server.bulks()).hasSize(1);
        return server.bulks().get(0);
    }

    private static IndexedDocument document(String index, String id, String json) {
        return new IndexedDocument(index, id, json.getBytes(UTF_8));
    }

    private static JsonNode action(Bulk bulk, int document) {
        return bulk.lines().get(2 * document).get("index");
    }
}
