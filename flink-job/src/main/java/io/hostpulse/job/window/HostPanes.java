package io.hostpulse.job.window;

import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import java.util.Arrays;
import org.apache.flink.api.common.state.MapState;

/** The panes of the current host, by their start: its newest samples. */
final class HostPanes {

    private final MapState<Long, Pane> panes;
    private final long paneMillis;
    private final PaneSamples samples = new PaneSamples();

    /**
     * @param paneMillis how much time a pane spans
     */
    HostPanes(MapState<Long, Pane> panes, long paneMillis) {
        this.panes = panes;
        this.paneMillis = paneMillis;
    }

    long paneMillis() {
        return paneMillis;
    }

    void add(Sample sample, double[] increases) throws Exception {
        long start = startOf(sample.timeMillis());
        panes.put(start, samples.add(panes.get(start), start, sample, increases));
    }

    /** How many samples there are at most in {@code [fromMillis, toMillis)}. */
    int countAtMost(long fromMillis, long toMillis) throws Exception {
        int count = 0;
        for (long start = startOf(fromMillis); start < toMillis; start += paneMillis) {
            Pane pane = panes.get(start);
            count += pane == null ? 0 : pane.samples();
        }
        return count;
    }

    /** Adds the samples in {@code [fromMillis, toMillis)}. */
    void addTo(HostTotals totals, long fromMillis, long toMillis) throws Exception {
        for (long start = startOf(fromMillis); start < toMillis; start += paneMillis) {
            Pane pane = panes.get(start);
            if (pane != null) {
                samples.addTo(totals, pane, start, fromMillis, toMillis);
            }
        }
    }

    /** The starts of all panes, ascending. */
    long[] starts() throws Exception {
        long[] starts = new long[8];
        int count = 0;
        for (long start : panes.keys()) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = start;
        }
        Arrays.sort(starts, 0, count);
        return Arrays.copyOf(starts, count);
    }

    void remove(long[] starts) throws Exception {
        for (long start : starts) {
            panes.remove(start);
        }
    }

    void clear() {
        panes.clear();
    }

    private long startOf(long timeMillis) {
        return Math.floorDiv(timeMillis, paneMillis) * paneMillis;
    }
}
