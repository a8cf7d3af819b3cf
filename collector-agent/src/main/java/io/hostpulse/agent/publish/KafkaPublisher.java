package io.hostpulse.agent.publish;

import io.hostpulse.agent.spool.Spool;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;

/**
 * Sends samples on a thread of its own, and spools them while Kafka is away.
 *
 * <p>While Kafka acknowledges samples within a second nothing is written to disk. A sample that is
 * not acknowledged after a second is spooled, and from then on every sample as soon as it is
 * published, until Kafka answers. Therefore
 *
 * <ul>
 *   <li>a stop loses nothing: what is not acknowledged is spooled;
 *   <li>a kill of the process loses, while Kafka is known to be away, at most the sample that is
 *       being written; otherwise those of the last second that Kafka did not take (up to a quarter
 *       of a second more, as dues are looked for that often);
 *   <li>a power failure loses besides what the operating system has not brought to the disk;
 *   <li>without a usable spool samples wait in memory, where the oldest of more than a given number
 *       are dropped and counted, and a kill loses them.
 * </ul>
 *
 * A sample may arrive twice, with the same run id and sequence: when Kafka's acknowledgement was
 * lost, or when the agent was killed less than a second after it. A sample that Kafka refuses for
 * what it is, too large for example, is dropped and counted.
 */
public final class KafkaPublisher implements AutoCloseable {

    private static final Duration SPOOL_PATIENCE = Duration.ofSeconds(1);
    private static final Duration WARNING_PATIENCE = Duration.ofSeconds(5);
    private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(2500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(3500);

    private final SampleQueue queue;
    private final Spool spool;
    private final DeliveryLog log;
    private final SampleDispatcher dispatcher;
    private final Thread thread = new Thread(this::run, "publisher");
    private volatile boolean closing;

    /**
     * @param capacity samples that may wait in memory
     * @param spool closed with this publisher
     * @param replayRate spooled samples to send in a second, at least 1
     */
    public KafkaPublisher(
            Brokers brokers, String topic, int capacity, Spool spool, int replayRate) {
        this.queue = new SampleQueue(capacity);
        this.spool = spool;
        this.log =
                new DeliveryLog(
                        brokers.addresses(),
                        () -> queuedSamples() + spool.samples(),
                        WARNING_PATIENCE,
                        System::nanoTime);
        this.dispatcher =
                new SampleDispatcher(
                        queue,
                        spool,
                        new KafkaConnector(topic, brokers, log, queue::wake),
                        new ReplayRate(replayRate, System.nanoTime()),
                        log,
                        SPOOL_PATIENCE,
                        System::nanoTime);
    }

    public void start() {
        thread.start();
    }

    /** Takes {@code sample} to be sent; never waits. */
    public void publish(HostSample sample) {
        queue.add(dispatcher.queued(EncodedSample.of(sample), System.nanoTime()));
    }

    /** Samples in memory that are neither acknowledged nor spooled. */
    public long queuedSamples() {
        return queue.size() + dispatcher.unacknowledged();
    }

    /** Samples lost since the start. */
    public long droppedSamples() {
        return queue.dropped() + dispatcher.refused() + spool.dropped();
    }

    /**
     * Sends what is in memory, for at most two and a half seconds, and spools what is left then.
     * Ends within four seconds whatever the disk does.
     */
    @Override
    public void close() {
        closing = true;
        queue.wake();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            dispatcher.step();
            while (!closing) {
                dispatcher.replay();
                queue.await(dispatcher.pause());
                dispatcher.step();
            }
            long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
            while (dispatcher.hasUnsettled() && System.nanoTime() - deadline < 0) {
                queue.await(dispatcher.pause());
                dispatcher.step();
            }
        } catch (InterruptedException e) {
            // nobody does that: an interrupt would close the spool's files
            Thread.currentThread().interrupt();
        }
        dispatcher.stop();
        log.stopped(queuedSamples());
        spool.close();
    }
}
