package io.hostpulse.job.simulation;

import java.util.PriorityQueue;

/**
 * The clock on the wall as whoever simulates sets it, and the timers of all functions: each fires
 * at its very time, those of one time in the order in which they were registered.
 */
final class SimulatedClock {

    /** What a function does when one of its timers is due. */
    interface Due {
        void fire(long timerMillis) throws Exception;
    }

    private record Timer(long millis, long number, Due due) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long nowMillis;
    private long registered;

    SimulatedClock(long startMillis) {
        nowMillis = startMillis;
    }

    /** Milliseconds since 1970. */
    long nowMillis() {
        return nowMillis;
    }

    /** One for a time that is over is due at the next advance. */
    void register(long millis, Due due) {
        timers.add(new Timer(millis, registered++, due));
    }

    /**
     * Lets time go by up to {@code millis}; a time that is over changes nothing. Timers that are
     * due then are left for later, since Flink has them wait until the millisecond is over, for
     * what still comes in it.
     */
    void advanceTo(long millis) throws Exception {
        while (!timers.isEmpty() && timers.peek().millis() < millis) {
            Timer next = timers.poll();
            nowMillis = Math.max(nowMillis, next.millis());
            next.due().fire(next.millis());
        }
        nowMillis = Math.max(nowMillis, millis);
    }
}
