package io.hostpulse.simulator.host;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What stays the same about a simulated host.
 *
 * @param index position in the fleet, from 0
 * @param id such as {@code sim-42-0017}: seed and index
 * @param name such as {@code web-017.sim}: role and index
 * @param environment value of the label {@code environment}
 * @param role value of the label {@code role}
 * @param memoryBytes physical memory, a power of two
 * @param disks names of its disks, one or two; each holds one filesystem
 * @param interfaces names of its network interfaces, one or two
 */
public record HostProfile(
        int index,
        String id,
        String name,
        String environment,
        String role,
        long memoryBytes,
        List<String> disks,
        List<String> interfaces) {

    /** Numbers of the cores of every simulated host, unless some are plugged in or out. */
    static final List<Integer> CORES = List.of(0, 1);

    private static final List<String> ROLES = List.of("web", "api", "database", "cache", "worker");
    private static final List<String> ENVIRONMENTS =
            List.of("production", "production", "staging", "development");
    private static final long GIBIBYTE = 1L << 30;

    public HostProfile {
        disks = List.copyOf(disks);
        interfaces = List.copyOf(interfaces);
    }

    /** The host at {@code index} of the fleet of {@code seed}. */
    public static HostProfile of(long seed, int index) {
        Random random = SeededRandom.of(seed, index);
        String role = ROLES.get(random.nextInt(ROLES.size()));
        return new HostProfile(
                index,
                String.format(Locale.ROOT, "sim-%d-%04d", seed, index),
                String.format(Locale.ROOT, "%s-%03d.sim", role, index),
                ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size())),
                role,
                GIBIBYTE << (3 + random.nextInt(4)),
                random.nextBoolean() ? List.of("sda") : List.of("sda", "sdb"),
                random.nextBoolean() ? List.of("eth0") : List.of("eth0", "eth1"));
    }
}
