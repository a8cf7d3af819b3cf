package io.hostpulse.simulator.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Counts what became of records. The producer's thread settles them, the sending one reads. */
final class Deliveries {

    private final long beganNanos;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> firstFailure = new AtomicReference<>();
    private final Acknowledged acknowledged = new Acknowledged();
    private long sentAtProgress;
    private long progressNanos;
    private long nextProgressNanos;

    Deliveries(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    /**
     * @param place of the record among those that were sent
     * @param failure null when the record was acknowledged
     */
    void settle(int place, Exception failure) {
        if (failure == null) {
            sent.incrementAndGet();
            acknowledged.add(place);
        } else {
            fail(failure);
        }
    }

    /** The same of what is not counted among the records sent. */
    void settleGoodbye(Exception failure) {
        if (failure != null) {
            fail(failure);
        }
    }

    private void fail(Exception failure) {
        failed.incrementAndGet();
        firstFailure.compareAndSet(null, failure.toString());
    }

    long elapsedNanos(long nowNanos) {
        return nowNanos - beganNanos;
    }

    /** When progress is to be told next, in nanoseconds since the beginning. */
    long nextProgressNanos() {
        return nextProgressNanos;
    }

    /** The progress at {@code elapsedNanos}; the next is due {@code everyNanos} later. */
    PublishProgress progress(long elapsedNanos, long everyNanos) {
        long sentNow = sent.get();
        long sinceNanos = elapsedNanos - progressNanos;
        double perSecond = sinceNanos == 0 ? 0 : (sentNow - sentAtProgress) * 1e9 / sinceNanos;
        sentAtProgress = sentNow;
        progressNanos = elapsedNanos;
        nextProgressNanos = elapsedNanos + everyNanos;
        return new PublishProgress(
                sentNow, failed.get(), perSecond, Duration.ofNanos(elapsedNanos));
    }

    PublishSummary summary(long nowNanos, boolean interrupted) {
        return new PublishSummary(
                sent.get(),
                failed.get(),
                firstFailure.get(),
                Duration.ofNanos(elapsedNanos(nowNanos)),
                interrupted,
                acknowledged);
    }
}
