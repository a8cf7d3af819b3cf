package io.hostpulse.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.KafkaDocument;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes documents, dated with the time that they are about, with their id in a header, their
 * version in another if they have one, and a third if they are details.
 */
public final class KafkaDocumentSerializer
        implements KafkaRecordSerializationSchema<KafkaDocument> {

    private static final long serialVersionUID = 1L;

    /** Header that carries the document's id. */
    static final String ID_HEADER = "id";

    /** Header that carries the document's version, in decimal digits. */
    static final String VERSION_HEADER = "version";

    private final String topic;

    public KafkaDocumentSerializer(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            KafkaDocument document, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        null,
                        document.timestampMillis(),
                        document.key().getBytes(UTF_8),
                        document.json());
        record.headers().add(ID_HEADER, document.id().getBytes(UTF_8));
        if (document.version() > 0) {
            record.headers().add(VERSION_HEADER, Long.toString(document.version()).getBytes(UTF_8));
        }
        return record;
    }
}
