package io.hostpulse.agent.publish;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when sending stops to work and once when it works again. */
final class DeliveryLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

    private final String bootstrapServers;
    private final LongSupplier waitingSamples;
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private boolean working = true;
    private String toldReason = "";
    private boolean waiting;
    private long waitingSinceNanos;
    private Class<?> dropReason;

    /**
     * @param patience how long Kafka may take to acknowledge
     */
    DeliveryLog(
            String bootstrapServers,
            LongSupplier waitingSamples,
            Duration patience,
            LongSupplier nanoTime) {
        this.bootstrapServers = bootstrapServers;
        this.waitingSamples = waitingSamples;
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    synchronized void sent() {
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = nanoTime.getAsLong();
        }
    }

    synchronized void delivered() {
        if (!working) {
            working = true;
            LOG.info(
                    "Kafka at {} takes samples again; {} waited",
                    bootstrapServers,
                    waitingSamples.getAsLong());
        }
        dropReason = null;
        waiting = false;
    }

    /** Looks whether the answer to what was sent is overdue. */
    synchronized void watch() {
        if (working && waiting && nanoTime.getAsLong() - waitingSinceNanos > patienceNanos) {
            notWorking("it does not answer");
        }
    }

    /** Said again if it is for another reason, which is more than that nothing answers. */
    synchronized void refusing(Exception reason) {
        String message = RootCause.message(reason);
        if (working || !message.equals(toldReason)) {
            toldReason = message;
            notWorking(message);
        }
    }

    synchronized void unreachable(String topic) {
        if (working) {
            notWorking("it cannot be reached, or does not have the topic " + topic);
        }
    }

    synchronized void dropped(Exception reason) {
        if (reason.getClass() != dropReason) {
            dropReason = reason.getClass();
            LOG.warn("a sample was dropped, Kafka does not take it: {}", reason.getMessage());
        }
    }

    void stopped(long lost) {
        if (lost > 0) {
            LOG.warn("{} samples could neither be sent nor spooled before the agent stopped", lost);
        }
    }

    private void notWorking(String reason) {
        working = false;
        LOG.warn(
                "Kafka at {} takes no samples, they wait until it does: {}",
                bootstrapServers,
                reason);
    }
}
