package io.hostpulse.job.index;

import io.hostpulse.job.index.Verdict.Cause;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What can be watched of the bulks of one subtask. */
final class BulkMetrics {

    private final Counter indexed;
    private final Counter superseded;
    private final Counter retried;
    private final Counter unlabelled;
    private final Map<Cause, Counter> refused = new EnumMap<>(Cause.class);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong bytesInFlight = new AtomicLong();
    private final AtomicLong lastMillis = new AtomicLong();

    BulkMetrics(MetricGroup group) {
        indexed = group.counter("indexedDocuments", new ThreadSafeSimpleCounter());
        superseded = group.counter("supersededDocuments", new ThreadSafeSimpleCounter());
        retried = group.counter("retriedDocuments", new ThreadSafeSimpleCounter());
        unlabelled = group.counter("unlabelledDocuments", new ThreadSafeSimpleCounter());
        for (Cause cause : Cause.values()) {
            String name =
                    switch (cause) {
                        case CONTENT -> "refusedForContent";
                        case SIZE -> "refusedForSize";
                        case FORM -> "refusedForForm";
                    };
            refused.put(cause, group.counter(name, new ThreadSafeSimpleCounter()));
        }
        group.gauge("bulksInFlight", inFlight::get);
        group.gauge("bulkBytesInFlight", bytesInFlight::get);
        group.gauge("lastBulkMillis", lastMillis::get);
    }

    /** A request goes out. */
    void begin(long bytes) {
        inFlight.incrementAndGet();
        bytesInFlight.addAndGet(bytes);
    }

    /** It is answered, or has failed, after so many milliseconds. */
    void end(long bytes, long millis) {
        inFlight.decrementAndGet();
        bytesInFlight.addAndGet(-bytes);
        lastMillis.set(millis);
    }

    void index(int documents) {
        indexed.inc(documents);
    }

    /** The index had a newer version. */
    void supersede() {
        superseded.inc();
    }

    void retry(int documents) {
        retried.inc(documents);
    }

    void unlabel() {
        unlabelled.inc();
    }

    void refuse(Cause cause) {
        refused.get(cause).inc();
    }
}
