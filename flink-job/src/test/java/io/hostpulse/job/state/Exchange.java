package io.hostpulse.job.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where a test and the functions of its job meet, whatever copies of them the job makes. Knows
 * types of Java only: a job may have classes of its own, but this one it shares with the test.
 */
public final class Exchange {

    private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();
    private static final Map<String, List<String>> WRITTEN = new ConcurrentHashMap<>();

    private Exchange() {}

    public static Gate gate(String name) {
        return GATES.computeIfAbsent(name, key -> new Gate());
    }

    public static List<String> written(String name) {
        return WRITTEN.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>());
    }

    /** Lets a source hand out its records up to a limit. */
    public static final class Gate {

        private long next;
        private long limit;
        private CompletableFuture<Void> passage = CompletableFuture.completedFuture(null);

        /** Completes when the next record may go. */
        public synchronized CompletableFuture<Void> await() {
            if (next >= limit && passage.isDone()) {
                passage = new CompletableFuture<>();
            }
            return passage;
        }

        public synchronized void handedOut(long index) {
            next = index + 1;
        }

        synchronized long next() {
            return next;
        }

        /** The source will go on from {@code index}. */
        synchronized void beginAt(long index) {
            next = index;
        }

        synchronized void openUpTo(long newLimit) {
            limit = newLimit;
            if (next < limit) {
                passage.complete(null);
            }
        }
    }
}
