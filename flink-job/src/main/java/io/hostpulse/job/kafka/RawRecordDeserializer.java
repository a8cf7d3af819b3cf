package io.hostpulse.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/**
 * Takes records as they are, since what cannot be decoded has to reach the dead letters whole; all
 * of them, or all but the details.
 */
public final class RawRecordDeserializer implements KafkaRecordDeserializationSchema<RawRecord> {

    private static final long serialVersionUID = 1L;

    private final boolean takesDetails;

    private RawRecordDeserializer(boolean takesDetails) {
        this.takesDetails = takesDetails;
    }

    public static RawRecordDeserializer ofAll() {
        return new RawRecordDeserializer(true);
    }

    public static RawRecordDeserializer withoutDetails() {
        return new RawRecordDeserializer(false);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        if (!takesDetails
                && record.headers().lastHeader(KafkaDocumentSerializer.DETAIL_HEADER) != null) {
            return;
        }
        Header id = record.headers().lastHeader(KafkaDocumentSerializer.ID_HEADER);
        out.collect(
                new RawRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.timestampType() == TimestampType.LOG_APPEND_TIME,
                        id == null || id.value() == null ? null : new String(id.value(), UTF_8),
                        record.key(),
                        record.value()));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return Types.POJO(RawRecord.class);
    }
}
