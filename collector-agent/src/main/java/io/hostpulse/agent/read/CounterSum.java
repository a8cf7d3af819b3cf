package io.hostpulse.agent.read;

import java.util.EnumMap;
import java.util.Map;

/**
 * Adds up what the counters of several things moved by. A thing whose interval cannot be told, such
 * as a disk that was just plugged in, adds nothing.
 */
final class CounterSum<E extends Enum<E>> {

    private final Map<E, Long> amounts;

    CounterSum(Class<E> names) {
        amounts = new EnumMap<>(names);
    }

    void add(CounterChange<E> change) {
        change.amounts().forEach((counter, amount) -> amounts.merge(counter, amount, Long::sum));
    }

    CounterChange<E> total(Reading reading) {
        return new CounterChange<>(amounts, reading.seconds());
    }
}
