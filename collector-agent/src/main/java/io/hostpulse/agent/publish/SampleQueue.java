package io.hostpulse.agent.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Samples that wait to be sent, oldest first. When it is full the oldest makes room. */
final class SampleQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<EncodedSample> samples = new ArrayDeque<>();
    private final int capacity;
    private long dropped;
    private boolean closed;

    /**
     * @param capacity in samples, at least 1
     */
    SampleQueue(int capacity) {
        this.capacity = capacity;
    }

    void add(EncodedSample sample) {
        lock.lock();
        try {
            if (samples.size() == capacity) {
                samples.remove();
                dropped++;
            }
            samples.add(sample);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest sample, waiting for one if need be; empty after the time or once closed. */
    Optional<EncodedSample> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (samples.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(samples.poll());
        } finally {
            lock.unlock();
        }
    }

    /** No more will come: nobody waits for samples any longer. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and nothing is left. */
    boolean isDrained() {
        lock.lock();
        try {
            return closed && samples.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return samples.size();
        } finally {
            lock.unlock();
        }
    }

    /** Samples that had to make room. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
