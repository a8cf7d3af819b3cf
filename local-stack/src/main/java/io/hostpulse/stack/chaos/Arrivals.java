package io.hostpulse.stack.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What has arrived in the topics of samples and rules, in the order of each partition and with the
 * broker's times: whatever comes out of the stack is a function of it.
 */
final class Arrivals {

    private final Map<String, List<SampleRecord>> samplesByHost = new TreeMap<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Arrived> all = new ArrayList<>();

    /** Any record; bytes of no key or value are empty. */
    record Arrived(String topic, String key, ByteString value) {}

    /**
     * A record that is no sample, or no rule.
     *
     * @param origin {@code topic-partition-offset}
     */
    record Refused(String origin, String category, String key, ByteString value) {}

    private Arrivals() {}

    /** Reads up to where the topics end now. */
    static Arrivals read(Map<String, Object> kafka) {
        Arrivals arrivals = new Arrivals();
        TopicReader topics = new TopicReader(kafka);
        topics.readBytes(Topics.SAMPLES, arrivals::addSample);
        topics.readBytes(Topics.RULES, arrivals::addRule);
        return arrivals;
    }

    /** Of hosts, without those that say that a host is gone. */
    Map<String, List<SampleRecord>> samplesByHost() {
        return samplesByHost;
    }

    List<Refused> refused() {
        return refused;
    }

    /** All records of samples' topic, and of rules'. */
    List<Arrived> all() {
        return all;
    }

    private void addSample(ConsumerRecord<byte[], byte[]> record) {
        ByteString value = bytes(record.value());
        String key = text(record.key());
        all.add(new Arrived(record.topic(), key, value));
        try {
            HostSample sample = SampleCodec.decode(record.value());
            if (sample.getGoodbye() != Goodbye.REMOVED) {
                samplesByHost
                        .computeIfAbsent(sample.getHost().getId(), id -> new ArrayList<>())
                        .add(new SampleRecord(record.timestamp(), sample, value));
            }
        } catch (MalformedSampleException e) {
            refused.add(new Refused(origin(record), e.category().label(), key, value));
        }
    }

    private void addRule(ConsumerRecord<byte[], byte[]> record) {
        String key = text(record.key());
        ByteString value = bytes(record.value());
        all.add(new Arrived(record.topic(), key, value));
        if (key.startsWith(Garbage.KEY)) {
            refused.add(new Refused(origin(record), "invalid-rule", key, value));
        }
    }

    private static String origin(ConsumerRecord<byte[], byte[]> record) {
        return "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset());
    }

    private static ByteString bytes(byte[] bytes) {
        return bytes == null ? ByteString.EMPTY : ByteString.copyFrom(bytes);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }
}
