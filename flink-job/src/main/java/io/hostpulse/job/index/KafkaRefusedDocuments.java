package io.hostpulse.job.index;

import io.hostpulse.job.document.IndexName;
import io.hostpulse.job.document.RefusedDocument;
import io.hostpulse.job.kafka.KafkaDocumentSerializer;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.common.bytes.BytesReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes refused documents to the topic of dead letters. Connects when the first one comes. */
final class KafkaRefusedDocuments implements RefusedDocuments, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRefusedDocuments.class);

    private final KafkaDocumentSerializer serializer =
            new KafkaDocumentSerializer(Topics.DEAD_LETTERS);
    private final Properties producerProperties;
    private final Counter count;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private KafkaProducer<byte[], byte[]> producer;

    KafkaRefusedDocuments(Properties producerProperties, MetricGroup metrics) {
        this.producerProperties = producerProperties;
        this.count = metrics.counter("refusedDocuments");
    }

    @Override
    public synchronized void accept(IndexRequest request, String reason) {
        count.inc();
        LOG.warn("document {} of {} is refused: {}", request.id(), request.index(), reason);
        if (IndexName.DEAD_LETTERS.isNameOf(request.index())) {
            return; // its letter would be refused like it
        }
        KafkaDocument letter =
                RefusedDocument.of(
                        request.index(),
                        request.id(),
                        BytesReference.toBytes(request.source()),
                        reason,
                        System.currentTimeMillis());
        openProducer()
                .send(
                        serializer.serialize(letter, null, null),
                        (metadata, error) -> {
                            if (error != null) {
                                failure.compareAndSet(null, error);
                            }
                        });
    }

    /** Waits until all dead letters are written; fails if one could not be. */
    synchronized void flush() {
        if (producer == null) {
            return;
        }
        producer.flush();
        Exception error = failure.get();
        if (error != null) {
            throw new IllegalStateException("a dead letter could not be written", error);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }

    private KafkaProducer<byte[], byte[]> openProducer() {
        if (producer == null) {
            producer =
                    new KafkaProducer<>(
                            producerProperties,
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
        }
        return producer;
    }
}
