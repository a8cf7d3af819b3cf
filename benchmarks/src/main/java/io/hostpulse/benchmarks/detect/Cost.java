package io.hostpulse.benchmarks.detect;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What something took of this process: compilation and garbage collection go along.
 *
 * @param cpuNanos of all threads
 * @param wallNanos from beginning to end
 */
public record Cost(long cpuNanos, long wallNanos) {

    public static Cost of(Callable<?> work) throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuNanos = system.getProcessCpuTime();
        long wallNanos = System.nanoTime();
        work.call();
        return new Cost(system.getProcessCpuTime() - cpuNanos, System.nanoTime() - wallNanos);
    }

    /** The one in the middle by CPU time. */
    public static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted((a, b) -> Long.compare(a.cpuNanos, b.cpuNanos))
                .toList()
                .get(costs.size() / 2);
    }

    public Cost dividedBy(long times) {
        return new Cost(cpuNanos / times, wallNanos / times);
    }

    /** What is left of it without what is the same in a shorter run, such as the start. */
    public Cost minus(Cost shorter) {
        return new Cost(cpuNanos - shorter.cpuNanos, wallNanos - shorter.wallNanos);
    }

    public double cpuMicrosPer(long samples) {
        return cpuNanos / 1e3 / samples;
    }

    public double perSecond(long samples) {
        return samples * 1e9 / wallNanos;
    }
}
