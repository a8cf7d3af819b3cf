package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;

/** Loads that are far above any sensible threshold. */
final class Saturation {

    private static final double MEMORY_RATIO = 0.9375;

    private Saturation() {}

    /** CPU use of 94 to 99 %, the more the busier the host is anyway. */
    static HostLoad cpu(HostLoad load) {
        return load.withCpuRatio(0.94 + 0.05 * load.cpuRatio());
    }

    /**
     * Memory use of {@code share} of the way from what it was to 93.75 %: always the same at the
     * end of the way, so that swap rests there.
     */
    static HostLoad memory(HostLoad load, double share) {
        return load.withMemoryRatio(
                load.memoryRatio() + share * (MEMORY_RATIO - load.memoryRatio()));
    }
}
