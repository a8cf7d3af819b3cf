package io.hostpulse.agent;

import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample at every tick until it is stopped, on a thread of its own, and then one that says
 * goodbye. Before every tick, and every five seconds between ticks that are further apart, it has
 * the settings looked at.
 */
final class SamplingLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SamplingLoop.class);
    private static final long CLOSE_TIMEOUT_MILLIS = 1000;
    private static final long MAX_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

    private final Runnable settings;
    private final Supplier<HostSample> sampler;
    private final Function<Goodbye, HostSample> lastSampler;
    private final Consumer<HostSample> publisher;
    private final Cadence cadence;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Goodbye> stopped = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "sampler");

    /**
     * @param settings takes changed settings over, the interval of {@code cadence} among them
     * @param lastSampler takes the sample that says why no more follow
     */
    SamplingLoop(
            Runnable settings,
            Supplier<HostSample> sampler,
            Function<Goodbye, HostSample> lastSampler,
            Consumer<HostSample> publisher,
            Cadence cadence,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.sampler = sampler;
        this.lastSampler = lastSampler;
        this.publisher = publisher;
        this.cadence = cadence;
        this.nanoTime = nanoTime;
    }

    void start() {
        thread.start();
    }

    /** Returns when no more samples will be taken. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /**
     * Lets a reading that is going on end and the last sample be taken, for at most a second in
     * all.
     */
    void stop(Goodbye reason) {
        stopped.complete(reason);
        try {
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStoppedWithin(waitNanos())) {
                turn();
            }
            sayGoodbye(stopped.join());
        } catch (InterruptedException e) {
            LOG.warn("sampling was interrupted, no more samples are taken");
        }
    }

    private void sayGoodbye(Goodbye reason) {
        try {
            publisher.accept(lastSampler.apply(reason));
        } catch (RuntimeException e) {
            LOG.error("the last sample could not be taken", e);
        }
    }

    private boolean isStoppedWithin(long nanos) throws InterruptedException {
        try {
            stopped.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails to stop", e);
        }
    }

    /** How long nothing is to be done. */
    long waitNanos() {
        return Math.min(cadence.nextNanos() - nanoTime.getAsLong(), MAX_WAIT_NANOS);
    }

    /** Takes changed settings over, and a sample if one is due. */
    void turn() {
        try {
            settings.run();
        } catch (RuntimeException e) {
            LOG.error("the settings could not be looked at, those before stay", e);
        }
        long now = nanoTime.getAsLong();
        cadence.adjust(now);
        if (now - cadence.nextNanos() >= 0) {
            tick();
        }
    }

    private void tick() {
        try {
            publisher.accept(sampler.get());
        } catch (RuntimeException e) {
            LOG.error("a sample could not be taken, the next one is tried in time", e);
        }
        cadence.completed(nanoTime.getAsLong());
    }
}
