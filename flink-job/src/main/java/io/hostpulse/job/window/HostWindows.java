package io.hostpulse.job.window;

import io.hostpulse.job.model.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The windows of the current host, as far as anything of them is still kept. */
final class HostWindows {

    /** Panes are added to blocks several at a time: to unpack a block and pack it again is dear. */
    private static final int FEWEST_FOLDED_PANES = 2;

    private final WindowPlan plan;
    private final HostPanes panes;
    private final HostBlocks blocks;

    HostWindows(WindowPlan plan, HostPanes panes, HostBlocks blocks) {
        this.plan = plan;
        this.panes = panes;
        this.blocks = blocks;
    }

    /**
     * @param increases of the host's counters
     */
    void add(Sample sample, double[] increases) throws Exception {
        panes.add(sample, increases);
    }

    /**
     * What the window at {@code w} of the plan that begins at {@code startMillis} holds.
     *
     * @param fromMillis what lies before counts no more: the start, or later
     */
    HostTotals total(int w, long startMillis, long fromMillis, WantedWindows wanted)
            throws Exception {
        WindowSpec spec = plan.specs().get(w);
        long endMillis = startMillis + spec.size().toMillis();
        boolean isLong = WindowPlan.isLong(spec);
        int samples = panes.countAtMost(fromMillis, endMillis);
        HostTotals totals =
                new HostTotals(
                        samples,
                        isLong,
                        isLong || wanted.wantsPercentiles(w, samples),
                        wanted.dimensions(w));
        if (isLong) {
            blocks.addTo(totals, w, startMillis, fromMillis);
        }
        panes.addTo(totals, fromMillis, endMillis);
        return totals;
    }

    /**
     * Starts of the windows that may hold samples and end after {@code fromMillis} and not after
     * {@code toMillis}, ascending. However long the host was away, only windows near to samples are
     * looked at.
     */
    List<Long> startsOfWindowsEnding(int w, long fromMillis, long toMillis) throws Exception {
        WindowSpec spec = plan.specs().get(w);
        long sizeMillis = spec.size().toMillis();
        long slideMillis = spec.slide().toMillis();
        long end = spec.nextEnd(fromMillis);
        if (end + slideMillis > toMillis) {
            return end <= toMillis ? List.of(end - sizeMillis) : List.of();
        }
        List<Long> starts = new ArrayList<>();
        List<long[]> stretches = stretches(w);
        while (end <= toMillis) {
            long next = firstWithMoreThan(end - sizeMillis, stretches);
            if (next < end) {
                starts.add(end - sizeMillis);
                end += slideMillis;
            } else if (next >= toMillis) {
                break;
            } else {
                end = spec.nextEnd(next);
            }
        }
        return starts;
    }

    /** Forgets samples that cannot be corrected any more; blocks keep what long windows need. */
    void settle(Horizon horizon) throws Exception {
        long[] settled =
                Arrays.stream(panes.starts())
                        .filter(start -> horizon.isSettled(start, start + panes.paneMillis()))
                        .toArray();
        if (settled.length >= FEWEST_FOLDED_PANES) {
            blocks.fold(panes, settled);
            panes.remove(settled);
            blocks.settle(horizon);
        }
    }

    /**
     * The host's time comes again: forgets what short windows hold of it, and what long ones hold
     * that had settled.
     *
     * @param settled what had settled before, but for what a backlog may still come for
     * @param fromMillis samples from then on are not single ones any more
     * @param reachedFromMillis windows that end later can hold samples from now on
     */
    void putBack(Horizon settled, long fromMillis, long reachedFromMillis) throws Exception {
        long[] again =
                Arrays.stream(panes.starts())
                        .filter(start -> start + panes.paneMillis() > fromMillis)
                        .toArray();
        blocks.fold(panes, again);
        panes.remove(again);
        blocks.putBack(settled, reachedFromMillis);
    }

    void clear() {
        panes.clear();
        blocks.clear();
    }

    private List<long[]> stretches(int w) throws Exception {
        List<long[]> stretches =
                WindowPlan.isLong(plan.specs().get(w)) ? blocks.stretches(w) : new ArrayList<>();
        for (long start : panes.starts()) {
            stretches.add(new long[] {start, start + panes.paneMillis()});
        }
        return stretches;
    }

    /** The earliest beginning among the stretches that end after {@code millis}. */
    private static long firstWithMoreThan(long millis, List<long[]> stretches) {
        long first = Long.MAX_VALUE;
        for (long[] stretch : stretches) {
            if (stretch[1] > millis) {
                first = Math.min(first, stretch[0]);
            }
        }
        return first;
    }
}
