package io.hostpulse.stack;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Is told how the steps of starting or stopping a stack go; steps may run at the same time. */
public interface Progress {

    void started(String step);

    /**
     * @param detail what came of it, may be empty
     */
    void finished(String step, Duration time, String detail);

    void failed(String step, Duration time);

    /** How far a step has come that takes its time. */
    default void waiting(String step, String detail) {}

    /** Something to know that stops nothing. */
    void note(String sentence);

    /**
     * Does a step and tells of it.
     *
     * @param describe says in a few words what came of it
     */
    default <T> T step(String name, Supplier<T> action, Function<T, String> describe) {
        started(name);
        long start = System.nanoTime();
        try {
            T result = action.get();
            finished(name, Duration.ofNanos(System.nanoTime() - start), describe.apply(result));
            return result;
        } catch (RuntimeException e) {
            failed(name, Duration.ofNanos(System.nanoTime() - start));
            throw e;
        }
    }

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void started(String step) {}

            @Override
            public void finished(String step, Duration time, String detail) {}

            @Override
            public void failed(String step, Duration time) {}

            @Override
            public void note(String sentence) {}
        };
    }
}
