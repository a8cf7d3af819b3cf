package io.hostpulse.simulator.publish;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends records to the topic {@link Topics#SAMPLES}: keyed by host id, dated with the sample's
 * time, acknowledged by all replicas, each of them once. Memory is bounded: when Kafka is slower
 * than the pace, sending waits for it.
 */
public final class FleetPublisher implements AutoCloseable {

    private static final long PROGRESS_EVERY_NANOS = 1_000_000_000L;
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final int BATCH_BYTES = 128 * 1024;

    private final Producer<String, byte[]> producer;
    private final Waiting waiting;

    /**
     * A record could not even be queued in the time for that, which each further one would take.
     */
    private boolean isKafkaAway;

    FleetPublisher(Producer<String, byte[]> producer, Waiting waiting) {
        this.producer = producer;
        this.waiting = waiting;
    }

    /**
     * As {@link #connect(Map, Duration)}, without security.
     *
     * @param bootstrapServers such as {@code localhost:9092}
     */
    public static FleetPublisher connect(String bootstrapServers, Duration within)
            throws BrokerUnavailableException {
        return connect(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), within);
    }

    /**
     * Makes sure that Kafka answers and has the topic.
     *
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     * @param within how long it may take to answer
     * @throws BrokerUnavailableException if it does not answer in time or has no such topic
     */
    public static FleetPublisher connect(Map<String, Object> settings, Duration within)
            throws BrokerUnavailableException {
        TopicCheck.requireTopic(settings, Topics.SAMPLES, within);
        Map<String, Object> producing = new HashMap<>(settings);
        producing.putAll(
                Map.of(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "hostpulse-simulator",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES));
        return new FleetPublisher(
                new KafkaProducer<>(producing, new StringSerializer(), new ByteArraySerializer()),
                Waiting.real());
    }

    /** The same, with nothing to send last. */
    public PublishSummary publish(
            Iterator<FleetRecord> records,
            Instant origin,
            Pace pace,
            Consumer<PublishProgress> progress) {
        return publish(records, List.of(), origin, pace, progress);
    }

    /**
     * Sends all records and waits until Kafka has acknowledged them. A Kafka that is away for
     * {@code max.block.ms} ends it early. So does an interrupt of the calling thread: what was sent
     * so far is given some seconds to be acknowledged, and the thread stays marked as interrupted.
     * Records that fail are counted and do not stop the others.
     *
     * @param last is asked for when all of {@code records} were sent, or it was interrupted, and
     *     sent at once; counted only where it fails
     * @param origin the time of arrival that is now; records are sent as long after now as they
     *     arrive after it, divided by the pace's speed
     * @param progress told once a second, by the calling thread
     */
    public PublishSummary publish(
            Iterator<FleetRecord> records,
            Iterable<FleetRecord> last,
            Instant origin,
            Pace pace,
            Consumer<PublishProgress> progress) {
        Deliveries deliveries = new Deliveries(waiting.nanoTime());
        boolean interrupted = false;
        int sent = 0;
        try {
            while (!isKafkaAway && records.hasNext()) {
                FleetRecord fleetRecord = records.next();
                long afterOrigin = fleetRecord.arrivalMillis() - origin.toEpochMilli();
                waitUntil(pace.dueNanos(afterOrigin), deliveries, progress);
                int place = sent++;
                send(fleetRecord, failure -> deliveries.settle(place, failure));
            }
            producer.flush();
            sendLast(last, deliveries);
            producer.flush();
        } catch (InterruptedException | InterruptException e) {
            interrupted = true;
            finish(last, deliveries);
        }
        return deliveries.summary(waiting.nanoTime(), interrupted || isKafkaAway);
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }

    private void waitUntil(long dueNanos, Deliveries deliveries, Consumer<PublishProgress> progress)
            throws InterruptedException {
        while (true) {
            long elapsedNanos = deliveries.elapsedNanos(waiting.nanoTime());
            if (elapsedNanos >= deliveries.nextProgressNanos()) {
                progress.accept(deliveries.progress(elapsedNanos, PROGRESS_EVERY_NANOS));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (elapsedNanos >= dueNanos) {
                return;
            }
            waiting.sleepNanos(Math.min(dueNanos, deliveries.nextProgressNanos()) - elapsedNanos);
        }
    }

    private void sendLast(Iterable<FleetRecord> last, Deliveries deliveries) {
        for (FleetRecord each : last) {
            if (isKafkaAway) {
                return;
            }
            send(each, deliveries::settleGoodbye);
        }
    }

    private void send(FleetRecord fleetRecord, Consumer<Exception> settling) {
        Thread sender = Thread.currentThread();
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                Topics.SAMPLES,
                                null,
                                fleetRecord.timestampMillis(),
                                fleetRecord.key(),
                                fleetRecord.value().toByteArray()),
                        (metadata, failure) -> {
                            if (failure instanceof TimeoutException
                                    && Thread.currentThread() == sender) {
                                isKafkaAway = true;
                            }
                            settling.accept(failure);
                        });
    }

    /** Closing waits for acknowledgements, but only while the thread is not interrupted. */
    private void finish(Iterable<FleetRecord> last, Deliveries deliveries) {
        Thread.interrupted();
        sendLast(last, deliveries);
        producer.close(CLOSING);
        Thread.currentThread().interrupt();
    }
}
