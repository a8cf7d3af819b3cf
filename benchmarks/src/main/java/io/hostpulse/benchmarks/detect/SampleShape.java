package io.hostpulse.benchmarks.detect;

import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.Set;

/** How much is in a sample. */
public enum SampleShape {
    /** Some fifty metrics. */
    CPU_AND_MEMORY,
    /** The metrics that a host has once. */
    HOST_ONLY,
    /** Those of its cores, disks, filesystems, interfaces and processes as well. */
    WHOLE;

    private static final Set<String> CPU_AND_MEMORY_GROUPS = Set.of("cpu", "memory");

    /** The sample with no more than that. */
    public HostSample shape(HostSample sample) {
        HostSample.Builder builder = sample.toBuilder();
        MetricCatalogue.get().groups().stream()
                .filter(group -> !has(group))
                .forEach(group -> builder.clearField(group.field()));
        return builder.build();
    }

    private boolean has(MetricGroup group) {
        return switch (this) {
            case CPU_AND_MEMORY -> CPU_AND_MEMORY_GROUPS.contains(group.name());
            case HOST_ONLY -> group.dimension() == Dimension.HOST;
            case WHOLE -> true;
        };
    }
}
