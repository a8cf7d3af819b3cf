package io.hostpulse.simulator.publish;

import java.util.concurrent.TimeUnit;

/** The time that goes by between records. */
interface Waiting {

    /** Time that only grows, as {@link System#nanoTime} has it. */
    long nanoTime();

    void sleepNanos(long nanos) throws InterruptedException;

    /** Real time. */
    static Waiting real() {
        return new Waiting() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleepNanos(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };
    }
}
