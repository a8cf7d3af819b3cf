package io.hostpulse.agent.publish;

import io.hostpulse.agent.spool.Spool;
import io.hostpulse.agent.spool.SpoolPosition;
import io.hostpulse.agent.spool.SpooledEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Decides where each sample goes. While Kafka answers, samples go there and nowhere else. One that
 * is not acknowledged when it is due is spooled; from then on Kafka counts as away, and samples are
 * spooled at once, until Kafka acknowledges something or can be connected to again. Then new
 * samples go straight to Kafka again, and beside them what is spooled, at a limited rate.
 *
 * <p>A sample that the spool cannot keep waits in the queue. Used by one thread.
 */
final class SampleDispatcher {

    /**
     * Twice as long as Kafka's client waits for an answer. What is no broker any more shows when
     * the next connection is made, not by its silence.
     */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration WAITING = Duration.ofMillis(250);
    private static final Duration REPLAYING = Duration.ofMillis(100);

    /** Places that replay leaves to new samples. */
    private static final int LIVE_PLACES = InFlight.MAX_SAMPLES / 2;

    private final SampleQueue queue;
    private final Spool spool;
    private final KafkaConnector connector;
    private final ReplayRate rate;
    private final DeliveryLog log;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final InFlight inFlight = new InFlight();
    private final AtomicLong refused = new AtomicLong();
    private KafkaLink link;
    private boolean away;

    /**
     * @param patience how long Kafka may take to acknowledge before a sample is spooled
     */
    SampleDispatcher(
            SampleQueue queue,
            Spool spool,
            KafkaConnector connector,
            ReplayRate rate,
            DeliveryLog log,
            Duration patience,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.spool = spool;
        this.connector = connector;
        this.rate = rate;
        this.log = log;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Does all that can be done now. */
    void step() {
        settle();
        leaveSilence();
        connect();
        spoolDue();
        dispatchQueue();
        log.watch();
    }

    /** Sends what may be replayed now. */
    void replay() {
        while (canSend() && inFlight.hasRoom(LIVE_PLACES)) {
            long now = nanoTime.getAsLong();
            Optional<SpooledEntry> next = rate.hasPlace(now) ? spool.next() : Optional.empty();
            if (next.isEmpty()) {
                return;
            }
            SpoolPosition position = next.get().position();
            if (!inFlight.holds(position)) {
                rate.take(now);
                EncodedSample sample = EncodedSample.of(next.get().entry());
                send(new Shipment(queued(sample, now), position));
            }
        }
    }

    /** How long nothing will be to do, if nothing happens. */
    Duration pause() {
        if (canSend() && spool.samples() > 0) {
            return REPLAYING;
        }
        return queue.size() > 0 || !inFlight.isEmpty() ? WAITING : IDLE;
    }

    /** Whether samples stand in memory alone. */
    boolean hasUnsettled() {
        return queue.size() > 0 || inFlight.unspooledCount() > 0;
    }

    /** Samples given to Kafka, not acknowledged and not spooled; may be asked by any thread. */
    long unacknowledged() {
        return inFlight.unspooledCount();
    }

    /** Samples that Kafka does not take for what they are; may be asked by any thread. */
    long refused() {
        return refused.get();
    }

    boolean isConnected() {
        return link != null;
    }

    QueuedSample queued(EncodedSample sample, long nowNanos) {
        return new QueuedSample(sample, nowNanos + patience.toNanos());
    }

    /** Ends the connection and spools what is not acknowledged. */
    void stop() {
        settle();
        if (link != null) {
            disconnect();
        }
        connector.close();
        away = true;
        dispatchQueue();
    }

    private void settle() {
        Optional<Exception> broken = Optional.empty();
        while (link != null) {
            Optional<KafkaLink.Outcome> outcome = link.poll();
            if (outcome.isEmpty()) {
                break;
            }
            if (outcome.get().failure().isEmpty()) {
                acknowledged(outcome.get().shipment());
            } else if (isAboutTheSample(outcome.get().failure().get())) {
                refused(outcome.get().shipment(), outcome.get().failure().get());
            } else {
                broken = broken.or(outcome.get()::failure);
            }
        }
        if (broken.isPresent()) {
            log.refusing(broken.get());
            disconnect();
        }
    }

    private void acknowledged(Shipment shipment) {
        forget(shipment);
        connector.answered();
        log.delivered();
        if (!inFlight.isEmpty()) {
            log.sent();
        }
    }

    private void refused(Shipment shipment, Exception reason) {
        forget(shipment);
        refused.incrementAndGet();
        log.dropped(reason);
    }

    private void forget(Shipment shipment) {
        inFlight.remove(shipment);
        shipment.position().ifPresent(spool::acknowledge);
        away = false;
    }

    private static boolean isAboutTheSample(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof SerializationException;
    }

    private void leaveSilence() {
        if (link != null && inFlight.hasDue(nanoTime.getAsLong() - LONGEST_SILENCE.toNanos())) {
            disconnect();
        }
    }

    private void connect() {
        if (link != null) {
            return;
        }
        connector
                .poll()
                .ifPresentOrElse(
                        connection -> {
                            link = connection;
                            away = false;
                        },
                        connector::connect);
    }

    /** What was under way may have arrived or not: it is sent again on the next connection. */
    private void disconnect() {
        link.close();
        link = null;
        away = true;
        List<Shipment> unspooled = new ArrayList<>(inFlight.unspooled());
        inFlight.clear();
        spool.takeBack();
        for (int i = unspooled.size() - 1; i >= 0; i--) {
            queue.putBack(unspooled.get(i).queued());
        }
    }

    private void spoolDue() {
        long now = nanoTime.getAsLong();
        if (!inFlight.hasDue(now)) {
            return;
        }
        away = true;
        for (Shipment shipment : inFlight.unspooled()) {
            Optional<SpoolPosition> position = spool.append(shipment.sample().toSpoolEntry());
            if (position.isEmpty()) {
                return;
            }
            inFlight.spooled(shipment, position.get());
        }
    }

    private void dispatchQueue() {
        Optional<QueuedSample> oldest = queue.poll();
        while (oldest.isPresent()) {
            if (!sendOrSpool(oldest.get())) {
                queue.putBack(oldest.get());
                return;
            }
            oldest = queue.poll();
        }
    }

    private boolean sendOrSpool(QueuedSample queued) {
        if (canSend() && inFlight.hasRoom(0)) {
            send(new Shipment(queued(queued.sample(), nanoTime.getAsLong())));
            return true;
        }
        away |= queued.isDue(nanoTime.getAsLong());
        return away && spool.append(queued.sample().toSpoolEntry()).isPresent();
    }

    private boolean canSend() {
        return link != null && !away && !link.hasFailed();
    }

    private void send(Shipment shipment) {
        inFlight.add(shipment);
        log.sent();
        link.send(shipment);
    }
}
