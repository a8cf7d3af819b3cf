package io.hostpulse.stack.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends what the faults send, in their order and in a thread of its own: Kafka may be away just
 * then.
 */
final class Sender implements AutoCloseable {

    /** Longer than several faults on end. */
    private static final int DELIVERY_LIMIT_MILLIS = 300_000;

    private final Producer<byte[], byte[]> producer;
    private final BlockingQueue<ProducerRecord<byte[], byte[]>> queue = new LinkedBlockingQueue<>();
    private final List<ProducerRecord<byte[], byte[]>> acknowledged = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Thread thread = new Thread(this::sendAll, "chaos-sender");
    private int accepted;

    Sender(Map<String, Object> kafka) {
        producer =
                new KafkaProducer<>(
                        outlastingFaults(kafka),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        thread.setDaemon(true);
        thread.start();
    }

    /** Settings of a producer that waits for a Kafka that is away. */
    static Map<String, Object> outlastingFaults(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("delivery.timeout.ms", DELIVERY_LIMIT_MILLIS);
        settings.put("max.block.ms", DELIVERY_LIMIT_MILLIS);
        return settings;
    }

    Producer<byte[], byte[]> producer() {
        return producer;
    }

    synchronized void send(ProducerRecord<byte[], byte[]> record) {
        accepted++;
        queue.add(record);
    }

    /** Whether Kafka has all of it, or has refused it for good. */
    synchronized boolean isDone() {
        return acknowledged.size() + failures.size() == accepted;
    }

    synchronized List<ProducerRecord<byte[], byte[]>> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    private void sendAll() {
        try {
            while (true) {
                ProducerRecord<byte[], byte[]> record = queue.take();
                producer.send(record, (metadata, failure) -> settle(record, failure));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void settle(ProducerRecord<byte[], byte[]> record, Exception failure) {
        if (failure == null) {
            acknowledged.add(record);
        } else {
            failures.add(failure.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(java.time.Duration.ofSeconds(1));
    }
}
