package io.hostpulse.simulator.host;

/**
 * How busy a host is. All its measurements follow from this, so that a scenario need change nothing
 * else.
 *
 * @param cpuRatio share of CPU time that is used, 0 to 1
 * @param memoryRatio share of memory that programs use, 0 to 1
 * @param diskRatio share of the root filesystem that is used, 0 to 1
 * @param incident what is out of the ordinary beside that
 */
public record HostLoad(double cpuRatio, double memoryRatio, double diskRatio, Incident incident) {

    /**
     * @throws IllegalArgumentException if a share is not between 0 and 1
     */
    public HostLoad {
        requireShare("cpuRatio", cpuRatio);
        requireShare("memoryRatio", memoryRatio);
        requireShare("diskRatio", diskRatio);
    }

    /** A load with nothing out of the ordinary. */
    public HostLoad(double cpuRatio, double memoryRatio, double diskRatio) {
        this(cpuRatio, memoryRatio, diskRatio, Incident.NONE);
    }

    public HostLoad withCpuRatio(double ratio) {
        return new HostLoad(ratio, memoryRatio, diskRatio, incident);
    }

    public HostLoad withMemoryRatio(double ratio) {
        return new HostLoad(cpuRatio, ratio, diskRatio, incident);
    }

    public HostLoad withDiskRatio(double ratio) {
        return new HostLoad(cpuRatio, memoryRatio, ratio, incident);
    }

    public HostLoad withIncident(Incident other) {
        return new HostLoad(cpuRatio, memoryRatio, diskRatio, other);
    }

    static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is 0 to 1");
        }
    }
}
