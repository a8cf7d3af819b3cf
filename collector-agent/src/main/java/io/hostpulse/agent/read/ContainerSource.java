package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/** The containers of a host. */
public interface ContainerSource {

    /** What is counted of a container since it was started. */
    enum ContainerCounter {
        CPU_MICROS,
        /** Scheduling periods in which it had something to run. */
        PERIODS,
        THROTTLED_PERIODS,
        READ_BYTES,
        WRITE_BYTES,
        IN_BYTES,
        OUT_BYTES
    }

    /** What a container has now. */
    enum ContainerGauge {
        /** Bytes in use, page cache that can be dropped left out. */
        MEMORY_BYTES,
        MEMORY_LIMIT_BYTES,
        /** Processes and threads. */
        PROCESSES
    }

    /**
     * What a container is called. Empty text is what cannot be told.
     *
     * @param runtime such as docker
     */
    record ContainerIdentity(String id, String name, String image, String runtime) {}

    /**
     * One container.
     *
     * @param generation another one once the container was started again
     * @param cpuLimitCores absent without a limit
     */
    record ContainerFigures(
            ContainerIdentity identity,
            long generation,
            Figures<ContainerCounter> counters,
            Figures<ContainerGauge> gauges,
            OptionalDouble cpuLimitCores) {}

    /** Every container that runs; those within another container are part of it. */
    List<ContainerFigures> read() throws IOException;
}
