package io.hostpulse.job.window;

import io.hostpulse.job.model.HostClock;
import io.hostpulse.job.model.Window;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.function.ThrowingConsumer;

/** Emits the windows of the current host that end at some time, or contain it. */
final class WindowEmission {

    private static final String[] NONE = {};

    private final List<WindowSpec> specs;
    private final List<String> names;
    private final HostWindows windows;
    private final WantedWindows wanted;
    private final long latenessMillis;
    private final Counter corrections;

    /** Where windows of a host go. */
    record Target(
            String hostId,
            String hostName,
            ThrowingConsumer<Window, ? extends Exception> windows) {}

    /**
     * @param corrections counts what has been emitted before
     */
    WindowEmission(
            WindowPlan plan,
            HostWindows windows,
            WantedWindows wanted,
            long latenessMillis,
            Counter corrections) {
        specs = plan.specs();
        names = specs.stream().map(WindowSpec::name).toList();
        this.windows = windows;
        this.wanted = wanted;
        this.latenessMillis = latenessMillis;
        this.corrections = corrections;
    }

    /** Emits what has been closed by {@code closedMillis} and contains {@code timeMillis}. */
    void emitAgain(long timeMillis, long closedMillis, HostClock clock, Target target)
            throws Exception {
        for (int w = 0; w < specs.size(); w++) {
            WindowSpec spec = specs.get(w);
            long end = spec.nextEnd(timeMillis);
            long lastEnd = Math.min(closedMillis, spec.lastEnd(timeMillis));
            for (; end <= lastEnd; end += spec.slide().toMillis()) {
                if (emit(w, end - spec.size().toMillis(), false, clock, target)) {
                    corrections.inc();
                }
            }
        }
    }

    /**
     * @param onClock whether the host's own time has passed their ends
     */
    void emitEnding(long fromMillis, long toMillis, boolean onClock, HostClock clock, Target target)
            throws Exception {
        for (int w = 0; w < specs.size(); w++) {
            emitEnding(w, fromMillis, toMillis, onClock, clock, target);
        }
    }

    /** Emits all windows that hold samples and whose ends the host's own time has not passed. */
    void emitOpen(HostClock clock, Target target) throws Exception {
        for (int w = 0; w < specs.size(); w++) {
            long lastEndMillis = specs.get(w).lastEnd(clock.newestMillis() + latenessMillis);
            emitEnding(w, clock.newestMillis(), lastEndMillis, true, clock, target);
        }
    }

    /** Whether a window that is emitted holds less than it did before the clock was put back. */
    boolean isCut(Window window, HostClock clock) {
        return isCut(window.startMillis(), window.endMillis(), clock);
    }

    private void emitEnding(
            int w, long fromMillis, long toMillis, boolean onClock, HostClock clock, Target target)
            throws Exception {
        if (specs.get(w).endsBetween(fromMillis, toMillis)) {
            for (long start : windows.startsOfWindowsEnding(w, fromMillis, toMillis)) {
                emit(w, start, onClock, clock, target);
            }
        }
    }

    private boolean emit(int w, long startMillis, boolean onClock, HostClock clock, Target target)
            throws Exception {
        long endMillis = startMillis + specs.get(w).size().toMillis();
        if (!wanted.isWanted(w) || isOver(startMillis, endMillis, clock)) {
            return false;
        }
        long fromMillis =
                isCut(startMillis, endMillis, clock)
                        ? Math.max(startMillis, clock.resumedMillis() - latenessMillis)
                        : startMillis;
        for (Totals each : windows.total(w, startMillis, fromMillis, wanted).all()) {
            if (wanted.dimensions(w)[each.dimension()] && each.samples() > 0) {
                target.windows().accept(window(w, startMillis, onClock, clock, target, each));
            }
        }
        return true;
    }

    /** Whether only late samples can come for it, and what it held is not there any more. */
    private boolean isOver(long startMillis, long endMillis, HostClock clock) {
        return endMillis <= clock.resumedMillis()
                && endMillis > clock.resumedMillis() - latenessMillis
                && (!isLong(startMillis, endMillis) || endMillis <= clock.settledMillis());
    }

    /** Whether the host's clock was put back into it, and what it held had settled. */
    private static boolean isCut(long startMillis, long endMillis, HostClock clock) {
        return startMillis < clock.resumedMillis()
                && endMillis > clock.resumedMillis()
                && isLong(startMillis, endMillis)
                && endMillis <= clock.settledMillis();
    }

    private static boolean isLong(long startMillis, long endMillis) {
        return endMillis - startMillis > WindowPlan.LONGEST_SHORT_MILLIS;
    }

    private Window window(
            int w,
            long startMillis,
            boolean onClock,
            HostClock clock,
            Target target,
            Totals totals) {
        WindowSpec spec = specs.get(w);
        return new Window(
                target.hostId(),
                target.hostName(),
                totals.dimension(),
                totals.device(),
                names.get(w),
                startMillis,
                startMillis + spec.size().toMillis(),
                spec.slide().toMillis(),
                onClock,
                totals.samples(),
                clock.putBacks(),
                totals.counts,
                totals.sums,
                totals.minima,
                totals.maxima,
                totals.lasts,
                totals.percentiles(50),
                totals.percentiles(95),
                totals.percentiles(99),
                NONE,
                NONE,
                0);
    }
}
