package io.hostpulse.job.window;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.wire.proto.Dimension;

/** The metrics of one host or device that windows are computed of, and where a sample has them. */
final class MetricRow {

    private MetricRow() {}

    /** How many there are; 0 for dimensions that windows pass over. */
    static int length(int dimension) {
        return dimension == Dimension.HOST_VALUE
                ? HostMetrics.aggregatedCount()
                : DeviceMetrics.aggregatedCount(dimension);
    }

    /** A row for each dimension, by its number. */
    static double[][] ofEachDimension() {
        double[][] rows = new double[Dimension.values().length - 1][];
        for (int dimension = 0; dimension < rows.length; dimension++) {
            rows[dimension] = new double[length(dimension)];
        }
        return rows;
    }
}
