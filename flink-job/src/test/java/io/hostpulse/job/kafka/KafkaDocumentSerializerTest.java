package io.hostpulse.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaDocumentSerializerTest {

    private static final KafkaDocument DOCUMENT =
            new KafkaDocument(
                    "wäb-1",
                    "wäb-1|1m|1793534400000",
                    60,
                    1_793_534_400_000L,
                    "{}".getBytes(UTF_8));

    private final KafkaDocumentSerializer serializer = new KafkaDocumentSerializer("windows");

    @Test
    void aDocumentIsKeyedAndDatedByWhatItIsAbout() {
        ProducerRecord<byte[], byte[]> record = serializer.serialize(DOCUMENT, null, null);

        assertThat(record.topic()).isEqualTo("windows");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isEqualTo(1_793_534_400_000L);
        assertThat(record.key()).isEqualTo("wäb-1".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo("{}".getBytes(UTF_8));
    }

    @Test
    void theTimeOfFlinksRecordDoesNotMatter() {
        assertThat(serializer.serialize(DOCUMENT, null, 17L).timestamp())
                .isEqualTo(1_793_534_400_000L);
    }

    @Test
    void idAndVersionTravelInHeaders() {
        ProducerRecord<byte[], byte[]> record = serializer.serialize(DOCUMENT, null, null);

        assertThat(record.headers().toArray()).hasSize(2);
        assertThat(record.headers().lastHeader("version").value()).isEqualTo("60".getBytes(UTF_8));
        assertThat(record.headers().lastHeader("id").value())
                .isEqualTo("wäb-1|1m|1793534400000".getBytes(UTF_8));
    }

    @Test
    void whatIsWrittenIsReadAsItWas() throws Exception {
        ProducerRecord<byte[], byte[]> written =
                InstantiationUtil.clone(serializer).serialize(DOCUMENT, null, null);

        List<RawRecord> read = read(new RawRecordDeserializer(), written);

        assertThat(read)
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.documentId()).isEqualTo(DOCUMENT.id());
                            assertThat(record.documentVersion()).isEqualTo(60);
                            assertThat(record.timestampMillis())
                                    .isEqualTo(DOCUMENT.timestampMillis());
                            assertThat(record.value()).isEqualTo(DOCUMENT.json());
                        });
    }

    @Test
    void aDocumentWithoutAVersionHasNoHeaderOfIt() throws Exception {
        KafkaDocument letter = new KafkaDocument("k", "id", 0, 1, "{}".getBytes(UTF_8));

        ProducerRecord<byte[], byte[]> record = serializer.serialize(letter, null, null);

        assertThat(record.headers().toArray()).hasSize(1);
        assertThat(read(new RawRecordDeserializer(), record))
                .extracting(RawRecord::documentVersion)
                .containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "new", "9999999999999999"})
    void aForeignVersionThatIsNoneIsPassedOver(String version) throws Exception {
        ProducerRecord<byte[], byte[]> record = serializer.serialize(DOCUMENT, null, null);
        record.headers().add("version", version.getBytes(UTF_8));

        assertThat(read(new RawRecordDeserializer(), record))
                .extracting(RawRecord::documentVersion)
                .containsExactly(0L);
    }

    private static List<RawRecord> read(
            RawRecordDeserializer deserializer, ProducerRecord<byte[], byte[]> written)
            throws Exception {
        List<RawRecord> read = new ArrayList<>();
        deserializer.deserialize(
                new ConsumerRecord<>(
                        written.topic(),
                        0,
                        7,
                        written.timestamp(),
                        TimestampType.CREATE_TIME,
                        written.key().length,
                        written.value().length,
                        written.key(),
                        written.value(),
                        new RecordHeaders(written.headers()),
                        Optional.empty()),
                new ListCollector<>(read));

        return read;
    }
}
