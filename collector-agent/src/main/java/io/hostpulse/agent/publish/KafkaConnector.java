package io.hostpulse.agent.publish;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Connects to Kafka on a thread of its own, for that may take long: names are looked up,
 * certificates and tokens are exchanged. Tries until it works, and looks each time at what answers.
 */
final class KafkaConnector implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Of two seconds each: a broker with TLS logs every look as a handshake that failed. */
    private static final int ATTEMPTS_BETWEEN_LOOKS = 5;

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final String topic;
    private final Brokers brokers;
    private final DeliveryLog log;
    private final Runnable onConnected;
    private final AtomicReference<KafkaLink> connected = new AtomicReference<>();
    private Thread thread;
    private final AtomicInteger unansweredAttempts = new AtomicInteger();

    /**
     * @param onConnected called by any thread when there is a link to {@link #poll}, and when
     *     something becomes of what was sent on it
     */
    KafkaConnector(String topic, Brokers brokers, DeliveryLog log, Runnable onConnected) {
        this.topic = topic;
        this.brokers = brokers;
        this.log = log;
        this.onConnected = onConnected;
    }

    /** Begins to connect, unless it does so already. */
    void connect() {
        boolean isTrying = thread != null && thread.isAlive();
        if (!isTrying && connected.get() == null) {
            thread = new Thread(this::run, "connector");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The link, once it is there; it is the caller's then. */
    Optional<KafkaLink> poll() {
        return Optional.ofNullable(connected.getAndSet(null));
    }

    /** Kafka took a sample: should the link break, the next is tried for at once. */
    void answered() {
        unansweredAttempts.set(0);
    }

    /** Gives up connecting. */
    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(CLOSE_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        poll().ifPresent(KafkaLink::close);
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(pauseBefore(unansweredAttempts.getAndIncrement()));
                try {
                    connected.set(new KafkaLink(topic, open(), onConnected));
                    onConnected.run();
                    return;
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    log.refusing(e);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            // closed
        }
    }

    private static long pauseBefore(int attempt) {
        return attempt == 0
                ? 0
                : Math.min(
                        LONGEST_PAUSE.toMillis(),
                        FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 10));
    }

    /** A producer that has learned where the topic is, however long that takes. */
    private Producer<String, byte[]> open() {
        brokers.refuseWrongServer();
        Producer<String, byte[]> producer = brokers.producers().get();
        try {
            awaitTopic(producer);
            return producer;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private void awaitTopic(Producer<String, byte[]> producer) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                log.unreachable(topic);
                if (attempt % ATTEMPTS_BETWEEN_LOOKS == 0) {
                    brokers.refuseWrongServer();
                }
            }
        }
    }
}
