package io.hostpulse.agent.publish;

import io.hostpulse.agent.spool.SpoolPosition;
import java.util.Optional;

/** A sample that was given to Kafka and is not acknowledged yet. */
final class Shipment {

    private final QueuedSample queued;
    private SpoolPosition position;

    Shipment(QueuedSample queued) {
        this.queued = queued;
    }

    /** One that stands in the spool. */
    Shipment(QueuedSample queued, SpoolPosition position) {
        this.queued = queued;
        this.position = position;
    }

    QueuedSample queued() {
        return queued;
    }

    EncodedSample sample() {
        return queued.sample();
    }

    /** Where it stands in the spool, if it does. */
    Optional<SpoolPosition> position() {
        return Optional.ofNullable(position);
    }

    void spooledAt(SpoolPosition newPosition) {
        position = newPosition;
    }
}
