package io.hostpulse.stack;

import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in the topic of samples, read from its beginning. */
final class SampleTopic implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<HostSample> samples = new ArrayList<>();

    SampleTopic(String bootstrapServers) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topics.SAMPLES).stream()
                        .map(each -> new TopicPartition(each.topic(), each.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Every record that has arrived up to now, in the order of arrival. */
    List<HostSample> read() throws MalformedSampleException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            samples.add(SampleCodec.decode(record.value()));
        }
        return samples;
    }

    /** By run id and sequence; of repeated ones the first. */
    Map<String, NavigableMap<Long, HostSample>> distinct() throws MalformedSampleException {
        Map<String, NavigableMap<Long, HostSample>> runs = new HashMap<>();
        for (HostSample sample : read()) {
            runs.computeIfAbsent(sample.getAgent().getRunId(), run -> new TreeMap<>())
                    .putIfAbsent(sample.getAgent().getSequence(), sample);
        }
        return runs;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
