package io.hostpulse.agent.read;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The counters of one thing, such as a disk, which start again together. When one of them went back
 * the thing was replaced or a counter wrapped: nothing can be told of that interval, neither a
 * negative rate nor a peak.
 */
public final class Counters<E extends Enum<E>> {

    private final Class<E> names;
    private final Set<E> mayStepBack;
    private final long mostStepBack;
    private Map<E, Long> previous = Map.of();
    private long previousNumber;

    public Counters(Class<E> names) {
        this(names, Set.of(), 0);
    }

    /**
     * @param mayStepBack counters that the system is known to set back a little while all is well;
     *     a step back counts as no change
     * @param mostStepBack a longer step back than this is a reset all the same
     */
    public Counters(Class<E> names, Set<E> mayStepBack, long mostStepBack) {
        this.names = names;
        this.mayStepBack = mayStepBack;
        this.mostStepBack = mostStepBack;
    }

    /**
     * Takes the counters' values of this reading and tells how far they moved since the reading
     * before. Unknown at the first time, after a reading without them and after a reset.
     */
    public CounterChange<E> advance(Reading reading, Map<E, Long> values) {
        Map<E, Long> amounts = new EnumMap<>(names);
        boolean comparable = previousNumber == reading.number() - 1 && reading.intervalNanos() > 0;
        if (comparable && !subtract(values, amounts)) {
            amounts.clear();
        }
        previous = values;
        previousNumber = reading.number();
        return new CounterChange<>(amounts, reading.seconds());
    }

    private boolean subtract(Map<E, Long> values, Map<E, Long> amounts) {
        for (Map.Entry<E, Long> value : values.entrySet()) {
            Long before = previous.get(value.getKey());
            if (before == null) {
                continue;
            }
            long amount = value.getValue() - before;
            if (amount < -(mayStepBack.contains(value.getKey()) ? mostStepBack : 0)) {
                return false;
            }
            amounts.put(value.getKey(), Math.max(0, amount));
        }
        return true;
    }
}
