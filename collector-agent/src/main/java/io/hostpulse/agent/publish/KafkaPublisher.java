package io.hostpulse.agent.publish;

import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Sends samples in order on a thread of its own. While Kafka is away they wait in a bounded queue,
 * which drops the oldest when it is full; a sample that Kafka refuses for what it is is dropped
 * too. Both are counted.
 */
public final class KafkaPublisher implements AutoCloseable {

    /** More than one round trip can carry, and few enough that the producer's buffer holds them. */
    private static final int MAX_IN_FLIGHT = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final String topic;
    private final Supplier<Producer<String, byte[]>> producers;
    private final SampleQueue queue;
    private final DeliveryLog log;
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicLong unacknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Thread thread = new Thread(this::run, "publisher");
    private volatile boolean closing;
    private EncodedSample unsent;

    /**
     * @param bootstrapServers for warnings
     * @param capacity samples that may wait
     * @param producers makes the connection; asked again if that fails
     */
    public KafkaPublisher(
            String bootstrapServers,
            String topic,
            int capacity,
            Supplier<Producer<String, byte[]>> producers) {
        this.topic = topic;
        this.producers = producers;
        this.queue = new SampleQueue(capacity);
        this.log =
                new DeliveryLog(bootstrapServers, this::queuedSamples, PATIENCE, System::nanoTime);
    }

    public void start() {
        thread.start();
    }

    /** Takes {@code sample} to be sent; never waits. */
    public void publish(HostSample sample) {
        queue.add(EncodedSample.of(sample));
    }

    /** Samples that are not acknowledged yet. */
    public long queuedSamples() {
        return queue.size() + unacknowledged.get();
    }

    /** Samples lost since the start. */
    public long droppedSamples() {
        return queue.dropped() + refused.get();
    }

    /** Sends what is queued, for at most three seconds; what is left then is lost. */
    @Override
    public void close() {
        closing = true;
        queue.close();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(RETRY_PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.stopped(queuedSamples());
    }

    private void run() {
        try {
            while (unsent != null || !queue.isDrained()) {
                try (Connection connection = new Connection(producers.get())) {
                    connection.sendAll();
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    log.refusing(e);
                    pause();
                }
            }
        } catch (InterruptedException | InterruptException e) {
            // closing took too long
        }
    }

    private void pause() throws InterruptedException {
        if (closing) {
            throw new InterruptedException("nothing can be sent any more");
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE.toMillis());
    }

    /** One producer for as long as it works. */
    private final class Connection implements AutoCloseable {

        private final Producer<String, byte[]> producer;

        Connection(Producer<String, byte[]> producer) {
            this.producer = producer;
        }

        void sendAll() throws InterruptedException {
            while (unsent != null || !queue.isDrained()) {
                log.watch();
                if (unsent == null) {
                    takeNext();
                }
                if (unsent != null) {
                    sendUntilTaken();
                    unsent = null;
                }
            }
            producer.flush();
        }

        /** A permit first, so that what waits for Kafka waits in the queue. */
        private void takeNext() throws InterruptedException {
            if (inFlight.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                unsent = queue.take(PATIENCE).orElse(null);
                if (unsent == null) {
                    inFlight.release();
                } else {
                    unacknowledged.incrementAndGet();
                }
            }
        }

        /** The producer takes no sample before it knows the topic; the same one is tried again. */
        private void sendUntilTaken() throws InterruptedException {
            ProducerRecord<String, byte[]> message =
                    new ProducerRecord<>(
                            topic, null, unsent.timeMillis(), unsent.hostId(), unsent.value());
            while (true) {
                Delivery delivery = new Delivery();
                log.sent();
                producer.send(message, delivery);
                if (delivery.failedAtOnce == null) {
                    return;
                }
                log.refusing(delivery.failedAtOnce);
                pause();
            }
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
        }
    }

    /** What became of one sample. */
    private final class Delivery implements Callback {

        private final Thread sender = Thread.currentThread();
        private Exception failedAtOnce;

        @Override
        public void onCompletion(RecordMetadata metadata, Exception failure) {
            if (failure == null) {
                settle();
                log.delivered();
            } else if (Thread.currentThread() == sender && canBeTriedAgain(failure)) {
                failedAtOnce = failure;
            } else if (!closing) {
                settle();
                refused.incrementAndGet();
                log.dropped(failure);
            }
        }

        private void settle() {
            unacknowledged.decrementAndGet();
            inFlight.release();
        }

        private static boolean canBeTriedAgain(Exception failure) {
            return failure instanceof ApiException
                    && !(failure instanceof RecordTooLargeException)
                    && !(failure instanceof SerializationException);
        }
    }
}
