package io.hostpulse.agent.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Samples that wait in memory, oldest first. When it is full the oldest makes room. */
final class SampleQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<QueuedSample> samples = new ArrayDeque<>();
    private final int capacity;
    private long dropped;
    private boolean awake;

    /**
     * @param capacity in samples, at least 1
     */
    SampleQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a sample as the newest and wakes the taker. */
    void add(QueuedSample sample) {
        lock.lock();
        try {
            if (samples.size() == capacity) {
                samples.remove();
                dropped++;
            }
            samples.add(sample);
            awake = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Puts a sample back as the oldest; it is the one to be dropped if there is no room. */
    void putBack(QueuedSample sample) {
        lock.lock();
        try {
            if (samples.size() == capacity) {
                dropped++;
            } else {
                samples.addFirst(sample);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The oldest sample, if any. */
    Optional<QueuedSample> poll() {
        lock.lock();
        try {
            return Optional.ofNullable(samples.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a sample to be added, for {@link #wake}, or for the time to pass. */
    void await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!awake && left > 0) {
                left = changed.awaitNanos(left);
            }
            awake = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait that is going on, or else the next one. */
    void wake() {
        lock.lock();
        try {
            awake = true;
            changed.signal();
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
