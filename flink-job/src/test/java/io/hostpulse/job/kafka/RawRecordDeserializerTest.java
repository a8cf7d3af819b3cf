package io.hostpulse.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RawRecordDeserializerTest {

    @Test
    void aRecordIsTakenAsItIs() throws Exception {
        byte[] key = {1, (byte) 0xff};
        byte[] value = {(byte) 0xff, 2};
        RecordHeaders headers = new RecordHeaders();
        headers.add("id", "web-1|1".getBytes(UTF_8));

        RawRecord record = read(key, value, headers);

        assertThat(record.topic()).isEqualTo("topic");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.offset()).isEqualTo(42);
        assertThat(record.origin()).isEqualTo("topic-3-42");
        assertThat(record.timestampMillis()).isEqualTo(1_000);
        assertThat(record.documentId()).isEqualTo("web-1|1");
        assertThat(record.key()).isEqualTo(key);
        assertThat(record.value()).isEqualTo(value);
    }

    @Test
    void whoseTimeItHasIsKept() throws Exception {
        assertThat(read(TimestampType.LOG_APPEND_TIME, null, null, new RecordHeaders()))
                .matches(RawRecord::stampedByBroker);
        assertThat(read(TimestampType.CREATE_TIME, null, null, new RecordHeaders()))
                .matches(record -> !record.stampedByBroker());
    }

    @Test
    void aRecordOfNothingIsARecord() throws Exception {
        RawRecord record = read(null, null, new RecordHeaders());

        assertThat(record.documentId()).isNull();
        assertThat(record.key()).isNull();
        assertThat(record.value()).isNull();
    }

    @Test
    void aHeaderWithoutAValueIsNoId() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("id", null);

        assertThat(read(null, null, headers).documentId()).isNull();
    }

    @Test
    void theTypeIsOneThatFlinkKnowsTheFieldsOf() {
        assertThat(new RawRecordDeserializer().getProducedType()).isInstanceOf(PojoTypeInfo.class);
    }

    private static RawRecord read(byte[] key, byte[] value, RecordHeaders headers)
            throws Exception {
        return read(TimestampType.CREATE_TIME, key, value, headers);
    }

    private static RawRecord read(
            TimestampType timestampType, byte[] key, byte[] value, RecordHeaders headers)
            throws Exception {
        List<RawRecord> read = new ArrayList<>();
        InstantiationUtil.clone(new RawRecordDeserializer())
                .deserialize(
                        new ConsumerRecord<>(
                                "topic",
                                3,
                                42,
                                1_000,
                                timestampType,
                                ConsumerRecord.NULL_SIZE,
                                ConsumerRecord.NULL_SIZE,
                                key,
                                value,
                                headers,
                                Optional.empty()),
                        new ListCollector<>(read));
        assertThat(read).hasSize(1);
        return read.get(0);
    }
}
