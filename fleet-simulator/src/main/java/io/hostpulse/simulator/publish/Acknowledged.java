package io.hostpulse.simulator.publish;

import io.hostpulse.simulator.FleetRecord;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Which records Kafka has acknowledged, by their places in the order in which they were sent. */
public final class Acknowledged {

    private final BitSet places = new BitSet();

    synchronized void add(int place) {
        places.set(place);
    }

    /**
     * Those that were acknowledged.
     *
     * @param records the same as were sent, in the same order
     */
    public Iterator<FleetRecord> among(Iterator<FleetRecord> records) {
        return new Iterator<>() {
            private int place;

            @Override
            public boolean hasNext() {
                return placeFrom(place) >= 0;
            }

            @Override
            public FleetRecord next() {
                int wanted = placeFrom(place);
                if (wanted < 0) {
                    throw new NoSuchElementException();
                }
                while (place < wanted) {
                    records.next();
                    place++;
                }
                place++;
                return records.next();
            }
        };
    }

    private synchronized int placeFrom(int from) {
        return places.nextSetBit(from);
    }
}
