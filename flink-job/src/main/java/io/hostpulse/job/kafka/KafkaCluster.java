package io.hostpulse.job.kafka;

import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Where topics are read and written.
 *
 * @param clientProperties Kafka's own client settings, for security above all; {@link SecretFiles}
 *     reads the files that they refer to
 */
public record KafkaCluster(
        String bootstrapServers, String groupIdPrefix, Properties clientProperties) {

    private static final String PARTITION_DISCOVERY_MILLIS = "60000";

    public KafkaCluster {
        clientProperties = SecretFiles.enable(clientProperties);
    }

    /** Reads on from the committed offsets; from the earliest where there are none. */
    public KafkaSource<RawRecord> resumeSource(String pipeline, List<String> topics) {
        return source(
                pipeline,
                topics,
                OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST));
    }

    /** Reads a compacted topic whole; a job that is restored reads on where it was. */
    public KafkaSource<RawRecord> wholeSource(String pipeline, String topic) {
        return source(pipeline, List.of(topic), OffsetsInitializer.earliest());
    }

    /**
     * Writes at least once. Transactions would keep what is written from its readers until the next
     * checkpoint; ids made of content make a second writing harmless.
     */
    public Sink<KafkaDocument> sink(String topic) {
        return KafkaSink.<KafkaDocument>builder()
                .setBootstrapServers(bootstrapServers)
                .setKafkaProducerConfig(producerProperties())
                .setRecordSerializer(new KafkaDocumentSerializer(topic))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /** Settings of a producer that loses nothing. */
    public Properties producerProperties() {
        Properties properties = new Properties();
        properties.setProperty("acks", "all");
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("compression.type", "lz4");
        properties.setProperty("linger.ms", "5");
        properties.setProperty("max.request.size", "4194304");
        properties.setProperty("delivery.timeout.ms", "2147483647");
        properties.putAll(clientProperties);
        properties.setProperty("bootstrap.servers", bootstrapServers);
        return properties;
    }

    private KafkaSource<RawRecord> source(
            String pipeline, List<String> topics, OffsetsInitializer offsets) {
        return KafkaSource.<RawRecord>builder()
                .setProperties(clientProperties)
                .setProperty("partition.discovery.interval.ms", PARTITION_DISCOVERY_MILLIS)
                .setBootstrapServers(bootstrapServers)
                .setGroupId(groupIdPrefix + "-" + pipeline)
                .setTopics(topics)
                .setStartingOffsets(offsets)
                .setDeserializer(new RawRecordDeserializer())
                .build();
    }
}
