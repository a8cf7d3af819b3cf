package io.hostpulse.job.window;

import io.hostpulse.wire.proto.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is being added up for a host and its devices: working memory, never state. */
final class HostTotals {

    private static final boolean[] EVERY_DIMENSION = new boolean[Dimension.values().length - 1];

    static {
        Arrays.fill(EVERY_DIMENSION, true);
    }

    private final List<Totals> all = new ArrayList<>();
    private final int expectedSamples;
    private final boolean binned;
    private final boolean distributed;
    private final boolean[] wantedDimensions;
    private int found;

    /**
     * @param expectedSamples how many single samples may come at most
     * @param binned whether percentiles are taken from bins, as for all long windows, or from the
     *     very values
     * @param distributed whether there are percentiles at all
     * @param wantedDimensions by dimension, whether devices are added up
     */
    HostTotals(
            int expectedSamples, boolean binned, boolean distributed, boolean[] wantedDimensions) {
        this.expectedSamples = expectedSamples;
        this.binned = binned;
        this.distributed = distributed;
        this.wantedDimensions = wantedDimensions;
        all.add(new Totals(Dimension.HOST_VALUE, "", expectedSamples, binned, distributed));
    }

    /** All that there is, with its distribution, to be packed. */
    static HostTotals ofAll(int expectedSamples) {
        return new HostTotals(expectedSamples, true, true, EVERY_DIMENSION);
    }

    /** Whether devices of that dimension are added up. */
    boolean wants(int dimension) {
        return wantedDimensions[dimension];
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
        Totals added = new Totals(dimension, device, expectedSamples, binned, distributed);
        if (all.size() <= PaneSamples.MAX_DEVICES) {
            found = all.size();
            all.add(added);
        }
        return added;
    }
}
