package io.hostpulse.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.RawRecord;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** Takes records as they are, since what cannot be decoded has to reach the dead letters whole. */
public final class RawRecordDeserializer implements KafkaRecordDeserializationSchema<RawRecord> {

    private static final long serialVersionUID = 1L;

    /** Of as many as a {@code long} holds with room to spare. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        out.collect(
                new RawRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.timestampType() == TimestampType.LOG_APPEND_TIME,
                        readHeader(record, KafkaDocumentSerializer.ID_HEADER),
                        readVersion(record),
                        record.key(),
                        record.value()));
    }

    /** None where it is no number, which only a foreign record can have. */
    private static long readVersion(ConsumerRecord<byte[], byte[]> record) {
        String digits = readHeader(record, KafkaDocumentSerializer.VERSION_HEADER);
        return digits != null && DIGITS.matcher(digits).matches() ? Long.parseLong(digits) : 0;
    }

    private static String readHeader(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return Types.POJO(RawRecord.class);
    }
}
