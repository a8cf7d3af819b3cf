package io.hostpulse.agent.read;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far counters moved in an interval.
 *
 * @param amounts by counter; empty when the interval cannot be told, and then every rate is absent
 * @param seconds length of the interval
 */
public record CounterChange<E extends Enum<E>>(Map<E, Long> amounts, double seconds) {

    /** Whether the counters could be compared with those of the reading before. */
    public boolean isKnown() {
        return !amounts.isEmpty();
    }

    public OptionalLong amount(E counter) {
        Long amount = amounts.get(counter);
        return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
    }

    public OptionalDouble perSecond(E counter) {
        Long amount = amounts.get(counter);
        return amount == null ? OptionalDouble.empty() : OptionalDouble.of(amount / seconds);
    }

    /** What {@code counter} grew by for each one that {@code per} grew by; absent without any. */
    public OptionalDouble mean(E counter, E per) {
        Long amount = amounts.get(counter);
        Long count = amounts.get(per);
        return amount == null || count == null || count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) amount / count);
    }
}
