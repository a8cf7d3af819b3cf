package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.ContainerSource.ContainerGauge;
import io.hostpulse.agent.read.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One version of the kernel's control groups. A cgroup is named by its path below the root. */
interface CgroupVersion {

    /**
     * What a cgroup may use; absent without a limit of its own.
     *
     * @param cpuCores 1.5 is one core and half of another
     */
    record Limits(OptionalDouble cpuCores, OptionalLong memoryBytes) {}

    /** The directory under which every cgroup has one. */
    Path root();

    /** The number of cgroups, told without walking over them; always 0 where it cannot be told. */
    long count() throws IOException;

    /**
     * Adds what the cgroup and those below it use. What the kernel does not account is left out.
     *
     * @throws IOException if there is no such cgroup
     */
    void readUse(String cgroup, Figures<ContainerCounter> counters, Figures<ContainerGauge> gauges)
            throws IOException;

    Limits readLimits(String cgroup) throws IOException;
}
