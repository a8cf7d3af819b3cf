package io.hostpulse.simulator.host;

import java.util.List;

/**
 * What is out of the ordinary on a host, beside how busy it is.
 *
 * @param iowaitRatio share of CPU time spent on waiting for disks, as far as the CPU has it unused
 * @param swapPagesPerSec pages that go to swap and come back from it, each way
 * @param networkBytesPerSec bytes that the last interface receives beside its usual traffic
 * @param diskOperationsPerSec operations of the last disk beside its usual ones, half of them
 *     writes
 * @param unplugged whether the second disk with its filesystem, and the second interface, are away;
 *     they come back with counters that begin at 0
 * @param cores numbers of the cores that are online, in ascending order
 * @param killedProcesses how many the kernel kills for want of memory before the next sample
 * @param lostSamples how many the agent loses before the next sample
 */
public record Incident(
        double iowaitRatio,
        double swapPagesPerSec,
        double networkBytesPerSec,
        double diskOperationsPerSec,
        boolean unplugged,
        List<Integer> cores,
        int killedProcesses,
        int lostSamples) {

    public static final Incident NONE = new Incident(0, 0, 0, 0, false, HostProfile.CORES, 0, 0);

    /**
     * @throws IllegalArgumentException if the share is not between 0 and 1, a rate below 0, or no
     *     core online
     */
    public Incident {
        cores = List.copyOf(cores);
        if (cores.isEmpty()) {
            throw new IllegalArgumentException("no core is online");
        }
        HostLoad.requireShare("iowaitRatio", iowaitRatio);
        requireRate("swapPagesPerSec", swapPagesPerSec);
        requireRate("networkBytesPerSec", networkBytesPerSec);
        requireRate("diskOperationsPerSec", diskOperationsPerSec);
    }

    public Incident withIowaitRatio(double ratio) {
        return new Incident(
                ratio,
                swapPagesPerSec,
                networkBytesPerSec,
                diskOperationsPerSec,
                unplugged,
                cores,
                killedProcesses,
                lostSamples);
    }

    public Incident withSwapPagesPerSec(double pages) {
        return new Incident(
                iowaitRatio,
                pages,
                networkBytesPerSec,
                diskOperationsPerSec,
                unplugged,
                cores,
                killedProcesses,
                lostSamples);
    }

    public Incident withNetworkBytesPerSec(double bytes) {
        return new Incident(
                iowaitRatio,
                swapPagesPerSec,
                bytes,
                diskOperationsPerSec,
                unplugged,
                cores,
                killedProcesses,
                lostSamples);
    }

    public Incident withDiskOperationsPerSec(double operations) {
        return new Incident(
                iowaitRatio,
                swapPagesPerSec,
                networkBytesPerSec,
                operations,
                unplugged,
                cores,
                killedProcesses,
                lostSamples);
    }

    public Incident withUnplugged() {
        return new Incident(
                iowaitRatio,
                swapPagesPerSec,
                networkBytesPerSec,
                diskOperationsPerSec,
                true,
                cores,
                killedProcesses,
                lostSamples);
    }

    public Incident withCores(List<Integer> online) {
        return new Incident(
                iowaitRatio,
                swapPagesPerSec,
                networkBytesPerSec,
                diskOperationsPerSec,
                unplugged,
                online,
                killedProcesses,
                lostSamples);
    }

    public Incident withKilledProcesses(int processes) {
        return new Incident(
                iowaitRatio,
                swapPagesPerSec,
                networkBytesPerSec,
                diskOperationsPerSec,
                unplugged,
                cores,
                processes,
                lostSamples);
    }

    public Incident withLostSamples(int samples) {
        return new Incident(
                iowaitRatio,
                swapPagesPerSec,
                networkBytesPerSec,
                diskOperationsPerSec,
                unplugged,
                cores,
                killedProcesses,
                samples);
    }

    private static void requireRate(String name, double value) {
        if (!(value >= 0 && value <= 1e9)) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is 0 to 1e9");
        }
    }
}
