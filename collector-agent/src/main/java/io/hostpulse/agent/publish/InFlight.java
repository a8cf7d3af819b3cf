package io.hostpulse.agent.publish;

import io.hostpulse.agent.spool.SpoolPosition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was given to Kafka and is not acknowledged, in the order in which it was given. */
final class InFlight {

    /** More than one round trip can carry, and few enough that the producer's buffer holds them. */
    static final int MAX_SAMPLES = 64;

    private static final long MAX_BYTES = 2L * 1024 * 1024;

    private final Set<Shipment> shipments = new LinkedHashSet<>();
    private long bytes;
    private volatile long unspooled;

    /** Whether a further sample finds room with {@code reserve} places left for others. */
    boolean hasRoom(int reserve) {
        return shipments.size() < MAX_SAMPLES - reserve && bytes < MAX_BYTES;
    }

    void add(Shipment shipment) {
        shipments.add(shipment);
        bytes += shipment.sample().value().length;
        count();
    }

    void remove(Shipment shipment) {
        if (shipments.remove(shipment)) {
            bytes -= shipment.sample().value().length;
            count();
        }
    }

    void clear() {
        shipments.clear();
        bytes = 0;
        count();
    }

    boolean isEmpty() {
        return shipments.isEmpty();
    }

    boolean holds(SpoolPosition position) {
        return shipments.stream()
                .anyMatch(shipment -> shipment.position().filter(position::equals).isPresent());
    }

    boolean hasDue(long nowNanos) {
        return shipments.stream().anyMatch(shipment -> shipment.queued().isDue(nowNanos));
    }

    /** Those that stand in memory alone, oldest first. */
    List<Shipment> unspooled() {
        return shipments.stream().filter(shipment -> shipment.position().isEmpty()).toList();
    }

    void spooled(Shipment shipment, SpoolPosition position) {
        shipment.spooledAt(position);
        count();
    }

    /** How many stand in memory alone; may be asked by any thread. */
    long unspooledCount() {
        return unspooled;
    }

    private void count() {
        unspooled = unspooled().size();
    }
}
