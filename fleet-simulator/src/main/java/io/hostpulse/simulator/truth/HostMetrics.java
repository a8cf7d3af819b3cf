package io.hostpulse.simulator.truth;

import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;

/** Chosen host-level metrics and where a sample keeps them. */
final class HostMetrics {

    private final List<Place> places;

    private record Place(MetricGroup group, MetricField field) {

        /** The value in {@code sample}, NaN when it is absent or none that a host can measure. */
        double read(HostSample sample) {
            return group.messages(sample).stream()
                    .filter(field::isPresent)
                    .mapToDouble(field::read)
                    .filter(field.metric()::accepts)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    HostMetrics(List<String> names) {
        places = names.stream().map(HostMetrics::find).toList();
    }

    int count() {
        return places.size();
    }

    String name(int position) {
        return places.get(position).field().metric().name();
    }

    /** The position of that metric, -1 when it is not among these. */
    int position(String name) {
        for (int position = 0; position < count(); position++) {
            if (name(position).equals(name)) {
                return position;
            }
        }
        return -1;
    }

    /** The values of all metrics by position. */
    double[] read(HostSample sample) {
        return places.stream().mapToDouble(place -> place.read(sample)).toArray();
    }

    private static Place find(String name) {
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            for (MetricField field : group.metrics()) {
                if (group.dimension() == Dimension.HOST && field.metric().name().equals(name)) {
                    return new Place(group, field);
                }
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is no host-level metric of the catalogue");
    }
}
