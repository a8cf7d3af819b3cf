package io.hostpulse.simulator;

import io.hostpulse.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Walks through the moments at which hosts take samples and holds back what is still travelling. No
 * record arrives before its moment, so that what is due at a moment can be given out.
 */
final class FleetIterator implements Iterator<FleetRecord> {

    private static final Comparator<Travelling> IN_ORDER_OF_ARRIVAL =
            Comparator.comparingLong(Travelling::arrivalMillis)
                    .thenComparingLong(Travelling::number);

    private final long startMillis;
    private final long endMillis;
    private final long intervalMillis;
    private final List<HostStream> hosts;
    private final PriorityQueue<Travelling> travelling = new PriorityQueue<>(IN_ORDER_OF_ARRIVAL);
    private long tick;
    private int nextHost;
    private long records;

    /**
     * @param number of the record in the order of making, which decides between equal arrivals
     */
    private record Travelling(FleetRecord fleetRecord, long number) {
        long arrivalMillis() {
            return fleetRecord.arrivalMillis();
        }
    }

    /**
     * @param indexes of the hosts whose records are wanted
     */
    FleetIterator(FleetPlan plan, List<Scenario> scenarios, IntStream indexes) {
        startMillis = plan.start().toEpochMilli();
        endMillis = plan.end().toEpochMilli();
        intervalMillis = plan.interval().toMillis();
        hosts = new ArrayList<>();
        indexes.forEach(index -> hosts.add(new HostStream(plan, index, scenarios)));
        hosts.sort(Comparator.comparingLong(HostStream::offsetMillis));
    }

    @Override
    public boolean hasNext() {
        while (momentMillis() < endMillis && !isFirstDue()) {
            hosts.get(nextHost).takeSample(tick, momentMillis(), this::hold);
            nextHost++;
            if (nextHost == hosts.size()) {
                nextHost = 0;
                tick++;
            }
        }
        return !travelling.isEmpty();
    }

    @Override
    public FleetRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the fleet has sent all its records");
        }
        return travelling.remove().fleetRecord();
    }

    private long momentMillis() {
        return startMillis + tick * intervalMillis + hosts.get(nextHost).offsetMillis();
    }

    private boolean isFirstDue() {
        Travelling first = travelling.peek();
        return first != null && first.arrivalMillis() <= momentMillis();
    }

    private void hold(FleetRecord fleetRecord) {
        travelling.add(new Travelling(fleetRecord, records));
        records++;
    }
}
