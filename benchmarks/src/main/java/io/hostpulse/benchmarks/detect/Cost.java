package io.hostpulse.benchmarks.detect;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What something took of this process: compilation and garbage collection go along.
 *
 * @param cpuNanos of all threads
 * @param jvmNanos of those of the JVM, which compile and collect garbage; to 10 ms
 * @param wallNanos from beginning to end
 */
public record Cost(long cpuNanos, long jvmNanos, long wallNanos) {

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Pattern OF_JVM =
            Pattern.compile("(C1|C2) Compiler.*|VM .*|GC .*|Sweeper.*");
    private static final long TICK_NANOS = 10_000_000;

    public static Cost of(Callable<?> work) throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuNanos = system.getProcessCpuTime();
        long jvmNanos = readJvmNanos();
        long wallNanos = System.nanoTime();
        work.call();
        return new Cost(
                system.getProcessCpuTime() - cpuNanos,
                readJvmNanos() - jvmNanos,
                System.nanoTime() - wallNanos);
    }

    /** The one in the middle by CPU time. */
    public static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted((a, b) -> Long.compare(a.cpuNanos, b.cpuNanos))
                .toList()
                .get(costs.size() / 2);
    }

    public Cost dividedBy(long times) {
        return new Cost(cpuNanos / times, jvmNanos / times, wallNanos / times);
    }

    /** What is left of it without what is the same in a shorter run, such as the start. */
    public Cost minus(Cost shorter) {
        return new Cost(
                cpuNanos - shorter.cpuNanos,
                jvmNanos - shorter.jvmNanos,
                wallNanos - shorter.wallNanos);
    }

    public double cpuMicrosPer(long samples) {
        return cpuNanos / 1e3 / samples;
    }

    public double jvmMicrosPer(long samples) {
        return jvmNanos / 1e3 / samples;
    }

    public double perSecond(long samples) {
        return samples * 1e9 / wallNanos;
    }

    private static long readJvmNanos() throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(THREADS)) {
            for (Path thread : threads.toList()) {
                ticks += readJvmTicks(thread.resolve("stat"));
            }
        }
        return ticks * TICK_NANOS;
    }

    /** User and system time, fields 14 and 15 of proc(5); 0 for a thread of Java code. */
    private static long readJvmTicks(Path stat) {
        String line;
        try {
            line = Files.readString(stat);
        } catch (IOException ended) {
            return 0;
        }
        int end = line.lastIndexOf(')');
        if (!OF_JVM.matcher(line.substring(line.indexOf('(') + 1, end)).matches()) {
            return 0;
        }
        String[] fields = line.substring(end + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
