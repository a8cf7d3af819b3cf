package io.hostpulse.agent.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every target at its interval, each on a thread of its own, so that one that does not answer
 * holds up no other. Agents that are started together begin at different times.
 */
public final class Prober implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    /** The share of an interval over which the first looks spread. */
    private static final int JITTER_DIVISOR = 20;

    private final List<Watch> watches = new ArrayList<>();
    private boolean started;

    public Prober(List<ProbeSettings> probes) {
        for (ProbeSettings settings : probes) {
            watches.add(new Watch(settings, Probe.of(settings.target())));
        }
    }

    /** Begins to ask; does nothing when that was done before. */
    public void start() {
        if (!started) {
            started = true;
            watches.forEach(watch -> watch.thread.start());
        }
    }

    /** The newest result of each target that has one since the call before, never waiting. */
    public List<ProbeResult> takeResults() {
        return watches.stream()
                .map(watch -> Optional.ofNullable(watch.newest.getAndSet(null)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Ends the threads as soon as they wait; results that come later are lost. */
    @Override
    public void close() {
        watches.forEach(watch -> watch.thread.interrupt());
    }

    private static final class Watch {

        private final ProbeSettings settings;
        private final Probe probe;
        private final AtomicReference<ProbeResult> newest = new AtomicReference<>();
        private final Thread thread;

        Watch(ProbeSettings settings, Probe probe) {
            this.settings = settings;
            this.probe = probe;
            this.thread = new Thread(this::run, "probe " + settings.target().name());
            thread.setDaemon(true);
        }

        private void run() {
            long intervalNanos = settings.interval().toNanos();
            try {
                TimeUnit.NANOSECONDS.sleep(
                        ThreadLocalRandom.current()
                                .nextLong(Math.max(1, intervalNanos / JITTER_DIVISOR)));
                while (true) {
                    long start = System.nanoTime();
                    look();
                    Duration rest = Duration.ofNanos(intervalNanos - (System.nanoTime() - start));
                    TimeUnit.NANOSECONDS.sleep(rest.toNanos());
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private void look() {
            try {
                newest.set(probe.run(settings.timeout()));
            } catch (RuntimeException e) {
                LOG.error(
                        "{} could not be probed, it is tried again in time",
                        settings.target().name(),
                        e);
            }
        }
    }
}
