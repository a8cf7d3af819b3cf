package io.hostpulse.job.window;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Dimension;
import java.util.Arrays;

/**
 * Packs samples into panes and takes them out again. A packed sample is its length, its time after
 * the pane's start, which of the pane's devices it has, and a row of values for the host and for
 * each of those. Keeps working memory, so one instance serves one thread.
 */
final class PaneSamples {

    /** A host with more devices in a pane, or in a block, has windows for the first of them. */
    static final int MAX_DEVICES = 256;

    private static final String[] NO_DEVICES = {};

    private final PackedOutput body = new PackedOutput();
    private final PackedOutput whole = new PackedOutput();
    private final double[][] rows = MetricRow.ofEachDimension();

    // devices of the pane at hand, and which of them the sample at hand has
    private final byte[] dimensions = new byte[MAX_DEVICES];
    private final String[] devices = new String[MAX_DEVICES];
    private final int[] present = new int[MAX_DEVICES];
    private final int[] begins = new int[MAX_DEVICES];
    private final boolean[] isPresent = new boolean[MAX_DEVICES];
    private int known;
    private int count;

    /**
     * {@code pane} with one more sample, in its place by time and behind those of the same time.
     *
     * @param pane null where there is none yet
     * @param increases of the host's counters
     */
    Pane add(Pane pane, long paneStart, Sample sample, double[] increases) {
        takeDevices(pane);
        chooseDevices(sample);
        pack(sample, increases, paneStart);
        byte[] before = pane == null ? new byte[0] : pane.packed();
        int place =
                pane == null || sample.timeMillis() >= pane.newestMillis()
                        ? before.length
                        : placeOf(sample.timeMillis() - paneStart, before);
        whole.clear();
        whole.write(before, 0, place);
        whole.writeVarint(body.size());
        body.copyTo(whole);
        whole.write(before, place, before.length - place);
        boolean sameDevices = pane != null && pane.devices().length == known;
        return new Pane(
                pane == null ? 1 : pane.samples() + 1,
                pane == null
                        ? sample.timeMillis()
                        : Math.max(pane.newestMillis(), sample.timeMillis()),
                sameDevices ? pane.dimensions() : Arrays.copyOf(dimensions, known),
                sameDevices ? pane.devices() : Arrays.copyOf(devices, known),
                whole.toBytes());
    }

    /** Adds the samples in {@code [fromMillis, toMillis)} to {@code totals}, by time. */
    void addTo(HostTotals totals, Pane pane, long paneStart, long fromMillis, long toMillis) {
        Totals[] targets = new Totals[pane.devices().length];
        PackedInput input = new PackedInput(pane.packed());
        while (input.hasMore()) {
            int length = (int) input.readVarint();
            int end = input.position() + length;
            long timeMillis = paneStart + input.readVarint();
            if (timeMillis >= toMillis) {
                return;
            }
            if (timeMillis >= fromMillis) {
                addSample(totals, targets, pane, input, timeMillis);
            }
            input.skip(end - input.position());
        }
    }

    private void addSample(
            HostTotals totals, Totals[] targets, Pane pane, PackedInput input, long timeMillis) {
        long header = input.readVarint();
        int ofSample = (int) (header >>> 1);
        boolean listed = (header & 1) != 0;
        for (int i = 0; i < ofSample; i++) {
            present[i] = listed ? (int) input.readVarint() : i;
        }
        double[] hostRow = rows[Dimension.HOST_VALUE];
        input.readRow(hostRow);
        totals.host().add(hostRow, timeMillis);
        for (int i = 0; i < ofSample; i++) {
            int device = present[i];
            int dimension = pane.dimensions()[device];
            if (!totals.wants(dimension)) {
                input.skipRow();
                continue;
            }
            input.readRow(rows[dimension]);
            if (targets[device] == null) {
                targets[device] = totals.of(dimension, pane.devices()[device]);
            }
            targets[device].add(rows[dimension], timeMillis);
        }
    }

    private void takeDevices(Pane pane) {
        String[] ofPane = pane == null ? NO_DEVICES : pane.devices();
        known = ofPane.length;
        for (int i = 0; i < known; i++) {
            devices[i] = ofPane[i];
            dimensions[i] = pane.dimensions()[i];
        }
    }

    /** Of a device that a sample has twice the first counts. */
    private void chooseDevices(Sample sample) {
        count = 0;
        Arrays.fill(isPresent, false);
        int begin = 0;
        byte[] ofSample = sample.deviceDimensions();
        for (int i = 0; i < ofSample.length; i++) {
            if (DeviceMetrics.aggregatedCount(ofSample[i]) > 0 && count < MAX_DEVICES) {
                int device = placeOf(ofSample[i], sample.deviceNames()[i]);
                if (device >= 0 && !isPresent[device]) {
                    isPresent[device] = true;
                    present[count] = device;
                    begins[count] = begin;
                    count++;
                }
            }
            begin += DeviceMetrics.count(ofSample[i]);
        }
    }

    /** The device's place in the pane, a new one if need be; -1 where there is no room for it. */
    private int placeOf(byte dimension, String name) {
        // samples have their devices in the same order mostly
        for (int i = count; i < known; i++) {
            if (dimensions[i] == dimension && devices[i].equals(name)) {
                return i;
            }
        }
        for (int i = Math.min(count, known) - 1; i >= 0; i--) {
            if (dimensions[i] == dimension && devices[i].equals(name)) {
                return i;
            }
        }
        if (known == MAX_DEVICES) {
            return -1;
        }
        dimensions[known] = dimension;
        devices[known] = name;
        return known++;
    }

    private void pack(Sample sample, double[] increases, long paneStart) {
        body.clear();
        body.writeVarint(sample.timeMillis() - paneStart);
        boolean inOrder = true;
        for (int i = 0; i < count; i++) {
            inOrder &= present[i] == i;
        }
        body.writeVarint((long) count << 1 | (inOrder ? 0 : 1));
        for (int i = 0; i < count && !inOrder; i++) {
            body.writeVarint(present[i]);
        }
        double[] hostRow = rows[Dimension.HOST_VALUE];
        HostMetrics.copyAggregated(sample.values(), increases, hostRow);
        body.writeRow(hostRow, hostRow.length);
        for (int i = 0; i < count; i++) {
            int dimension = dimensions[present[i]];
            double[] row = rows[dimension];
            DeviceMetrics.copyAggregated(sample.deviceValues(), begins[i], dimension, row);
            body.writeRow(row, row.length);
        }
    }

    /** Where the first sample begins that is later than {@code offsetMillis}. */
    private static int placeOf(long offsetMillis, byte[] packed) {
        PackedInput input = new PackedInput(packed);
        while (input.hasMore()) {
            int begin = input.position();
            int length = (int) input.readVarint();
            int end = input.position() + length;
            if (input.readVarint() > offsetMillis) {
                return begin;
            }
            input.skip(end - input.position());
        }
        return packed.length;
    }
}
