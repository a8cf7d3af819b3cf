package io.hostpulse.job.window;

import io.hostpulse.wire.proto.Dimension;
import java.util.ArrayList;
import java.util.List;

/** What is being added up for a host and its devices: working memory, never state. */
final class HostTotals {

    private final List<Totals> all = new ArrayList<>();
    private final int expectedSamples;
    private final boolean binned;
    private int found;

    /**
     * @param expectedSamples how many single samples may come at most
     * @param binned whether percentiles are taken from bins, as for all long windows, or from the
     *     very values
     */
    HostTotals(int expectedSamples, boolean binned) {
        this.expectedSamples = expectedSamples;
        this.binned = binned;
        all.add(new Totals(Dimension.HOST_VALUE, "", expectedSamples, binned));
    }

    /** The host itself, then its devices in the order in which they appeared. */
    List<Totals> all() {
        return all;
    }

    Totals host() {
        return all.get(0);
    }

    /** Those of a device, empty at first. Beyond the most devices they lead nowhere. */
    Totals of(int dimension, String device) {
        // devices are asked for in the same order mostly
        for (int i = 0; i < all.size(); i++) {
            found = found + 1 < all.size() ? found + 1 : 0;
            Totals totals = all.get(found);
            if (totals.dimension() == dimension && totals.device().equals(device)) {
                return totals;
            }
        }
        Totals added = new Totals(dimension, device, expectedSamples, binned);
        if (all.size() <= PaneSamples.MAX_DEVICES) {
            found = all.size();
            all.add(added);
        }
        return added;
    }
}
