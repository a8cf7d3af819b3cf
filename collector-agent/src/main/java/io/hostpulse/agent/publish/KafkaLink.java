package io.hostpulse.agent.publish;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** A producer that knows the topic. What becomes of each sample is asked for afterwards. */
final class KafkaLink implements AutoCloseable {

    private final String topic;
    private final Producer<String, byte[]> producer;
    private final Runnable onOutcome;
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    /**
     * What became of a sample.
     *
     * @param failure empty if it is acknowledged
     */
    record Outcome(Shipment shipment, Optional<Exception> failure) {}

    /**
     * @param onOutcome called by any thread when there is something to {@link #poll}
     */
    KafkaLink(String topic, Producer<String, byte[]> producer, Runnable onOutcome) {
        this.topic = topic;
        this.producer = producer;
        this.onOutcome = onOutcome;
    }

    /** Never throws: failures are outcomes too. */
    void send(Shipment shipment) {
        EncodedSample sample = shipment.sample();
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(
                        topic, null, sample.timeMillis(), sample.hostId(), sample.value());
        try {
            producer.send(message, (metadata, failure) -> settled(shipment, failure));
        } catch (KafkaException e) {
            settled(shipment, e);
        }
    }

    Optional<Outcome> poll() {
        return Optional.ofNullable(outcomes.poll());
    }

    /** Whether there is a failure to poll, before which nothing should be sent. */
    boolean hasFailed() {
        return outcomes.stream().anyMatch(outcome -> outcome.failure().isPresent());
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private void settled(Shipment shipment, Exception failure) {
        outcomes.add(new Outcome(shipment, Optional.ofNullable(failure)));
        onOutcome.run();
    }
}
