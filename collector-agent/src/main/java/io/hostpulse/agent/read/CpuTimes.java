package io.hostpulse.agent.read;

import static oshi.hardware.CentralProcessor.TickType.IDLE;
import static oshi.hardware.CentralProcessor.TickType.IOWAIT;
import static oshi.hardware.CentralProcessor.TickType.STEAL;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import oshi.hardware.CentralProcessor.TickType;

/** What can be said of times by CPU state, be they of one core or of all. */
final class CpuTimes {

    /** See proc_stat(5): these are estimates, which the kernel corrects now and then. */
    private static final Set<TickType> MAY_STEP_BACK = Set.of(IDLE, IOWAIT, STEAL);

    /** A core that comes back online has an idle time that starts again, hours back mostly. */
    private static final long MOST_STEP_BACK_MS = Duration.ofMinutes(1).toMillis();

    private CpuTimes() {}

    static Counters<TickType> counters() {
        return new Counters<>(TickType.class, MAY_STEP_BACK, MOST_STEP_BACK_MS);
    }

    static Map<TickType, Long> byState(long[] ticks, Set<TickType> states) {
        Map<TickType, Long> milliseconds = new EnumMap<>(TickType.class);
        for (TickType state : states) {
            milliseconds.put(state, ticks[state.getIndex()]);
        }
        return milliseconds;
    }

    static long sum(Map<TickType, Long> values) {
        long sum = 0;
        for (long value : values.values()) {
            sum += value;
        }
        return sum;
    }

    /**
     * Share of the time spent on anything but idle and iowait.
     *
     * @param all the time of all states
     */
    static OptionalDouble busyShare(CounterChange<TickType> change, long all) {
        if (all <= 0) {
            return OptionalDouble.empty();
        }
        long idle = change.amount(IDLE).orElse(0) + change.amount(IOWAIT).orElse(0);
        return OptionalDouble.of((double) (all - idle) / all);
    }
}
