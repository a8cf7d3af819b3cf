package io.hostpulse.job.window;

import io.hostpulse.job.model.Backlog;
import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.state.MapState;

/** The panes of the current host, by their start, and the windows that they add up to. */
final class HostPanes {

    private final MapState<Long, Pane> panes;
    private final long paneMillis;

    /**
     * @param paneMillis length of a pane; sizes and slides of all windows are multiples of it
     */
    HostPanes(MapState<Long, Pane> panes, long paneMillis) {
        this.panes = panes;
        this.paneMillis = paneMillis;
    }

    void add(Sample sample) throws Exception {
        long start = Math.floorDiv(sample.timeMillis(), paneMillis) * paneMillis;
        Pane pane = panes.get(start);
        panes.put(
                start,
                PaneAggregation.add(
                        pane == null ? PaneAggregation.empty() : pane,
                        sample.values(),
                        sample.timeMillis()));
    }

    /** All samples in {@code [startMillis, endMillis)}. */
    Pane total(long startMillis, long endMillis) throws Exception {
        Pane total = PaneAggregation.empty();
        for (long start = startMillis; start < endMillis; start += paneMillis) {
            Pane pane = panes.get(start);
            if (pane != null) {
                total = PaneAggregation.merge(total, pane);
            }
        }
        return total;
    }

    /**
     * Starts of the windows that hold samples and end after {@code fromMillis} and not after {@code
     * toMillis}, ascending. However long the host was away, only windows that hold samples are
     * looked at.
     */
    Iterable<Long> startsOfWindowsEnding(WindowSpec spec, long fromMillis, long toMillis)
            throws Exception {
        TreeSet<Long> starts = new TreeSet<>();
        for (long pane : panes.keys()) {
            for (long start : spec.startsContaining(pane)) {
                long end = start + spec.size().toMillis();
                if (end > fromMillis && end <= toMillis) {
                    starts.add(start);
                }
            }
        }
        return starts;
    }

    /**
     * Forgets panes that end by {@code beforeMillis}, but for those that a backlog still needs: the
     * panes at both borders of its stretch, which share windows with it, and its own newest.
     *
     * @param backlog null where there is none
     * @param reachMillis how far apart two samples of one window can be, with the allowed lateness
     */
    void forget(long beforeMillis, Backlog backlog, long reachMillis) throws Exception {
        List<Long> old = new ArrayList<>();
        for (long start : panes.keys()) {
            if (start + paneMillis <= beforeMillis
                    && (backlog == null || !isNeeded(start, backlog, reachMillis))) {
                old.add(start);
            }
        }
        for (long start : old) {
            panes.remove(start);
        }
    }

    void clear() {
        panes.clear();
    }

    private boolean isNeeded(long start, Backlog backlog, long reachMillis) {
        return isNear(start, backlog.fromMillis(), reachMillis)
                || isNear(start, backlog.toMillis(), reachMillis)
                || isNear(start, backlog.newestMillis(), reachMillis);
    }

    private boolean isNear(long start, long millis, long reachMillis) {
        return start + paneMillis > millis - reachMillis && start < millis + reachMillis;
    }
}
