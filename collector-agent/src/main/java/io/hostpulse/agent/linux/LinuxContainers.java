package io.hostpulse.agent.linux;

import io.hostpulse.agent.linux.CgroupVersion.Limits;
import io.hostpulse.agent.linux.Cgroups.ContainerCgroup;
import io.hostpulse.agent.read.ContainerSource;
import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.ReadFailures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Containers from the kernel's control groups. The tree is walked when the number of cgroups
 * changed, when a container is gone, and else every ten seconds; names and limits are read then.
 */
public final class LinuxContainers implements ContainerSource {

    private static final long LISTING_AGE_NANOS = Duration.ofSeconds(10).toNanos();

    private final CgroupVersion version;
    private final Cgroups cgroups;
    private final ContainerMetadata metadata;
    private final ContainerNetwork network;
    private final ReadFailures failures;
    private final LongSupplier nanoTime;

    private List<Listed> listing = List.of();
    private boolean listingIsCurrent;
    private long listedNanos;
    private long listedCount;

    /**
     * What was found of a container when the tree was walked.
     *
     * @param namespace null without a network of its own
     */
    private record Listed(
            ContainerCgroup cgroup,
            ContainerIdentity identity,
            Limits limits,
            ContainerNetwork.Namespace namespace) {}

    private LinuxContainers(
            CgroupVersion version,
            Path root,
            Path proc,
            ReadFailures failures,
            LongSupplier nanoTime) {
        this.version = version;
        this.cgroups = new Cgroups(version.root());
        this.metadata = new ContainerMetadata(root);
        this.network = new ContainerNetwork(proc);
        this.failures = failures;
        this.nanoTime = nanoTime;
    }

    /**
     * Empty on a host without control groups.
     *
     * @param root the host's root directory, which has proc and sys and the runtimes' files
     * @param nanoTime the monotonic clock
     */
    public static Optional<LinuxContainers> find(
            Path root, ReadFailures failures, LongSupplier nanoTime) {
        Path proc = root.resolve("proc");
        return Cgroups.version(root.resolve("sys"), proc, nanoTime)
                .map(version -> new LinuxContainers(version, root, proc, failures, nanoTime));
    }

    @Override
    public List<ContainerFigures> read() throws IOException {
        List<IOException> problems = new ArrayList<>();
        if (isListingDue()) {
            list(problems);
        }
        List<ContainerFigures> containers = new ArrayList<>(listing.size());
        for (Listed listed : listing) {
            try {
                containers.add(readUse(listed));
            } catch (IOException e) {
                if (isStillThere(listed.cgroup())) {
                    problems.add(e);
                } else {
                    listingIsCurrent = false;
                }
            }
        }
        failures.attempt("some containers", () -> throwFirst(problems));
        return containers;
    }

    private boolean isListingDue() throws IOException {
        return !listingIsCurrent
                || nanoTime.getAsLong() - listedNanos > LISTING_AGE_NANOS
                || version.count() != listedCount;
    }

    private void list(List<IOException> problems) throws IOException {
        listingIsCurrent = false;
        listedCount = version.count();
        List<Listed> found = new ArrayList<>();
        for (ContainerCgroup cgroup : cgroups.find()) {
            try {
                found.add(
                        new Listed(
                                cgroup,
                                metadata.describe(cgroup.container()),
                                version.readLimits(cgroup.cgroup()),
                                network.find(directory(cgroup))));
            } catch (IOException e) {
                if (isStillThere(cgroup)) {
                    problems.add(e);
                }
            }
        }
        metadata.retain(found.stream().map(listed -> listed.identity().id()).toList());
        listing = found;
        listedNanos = nanoTime.getAsLong();
        listingIsCurrent = true;
    }

    private ContainerFigures readUse(Listed listed) throws IOException {
        ContainerCgroup cgroup = listed.cgroup();
        if (!isStillThere(cgroup)) {
            throw new IOException(cgroup.cgroup() + " is gone");
        }
        Figures<ContainerCounter> counters = new Figures<>(ContainerCounter.class);
        Figures<ContainerGauge> gauges = new Figures<>(ContainerGauge.class);
        version.readUse(cgroup.cgroup(), counters, gauges);
        listed.limits()
                .memoryBytes()
                .ifPresent(bytes -> gauges.put(ContainerGauge.MEMORY_LIMIT_BYTES, bytes));
        if (listed.namespace() != null && !network.read(listed.namespace(), counters)) {
            // the process has ended, and another may tell
            listingIsCurrent = false;
        }
        return new ContainerFigures(
                listed.identity(), cgroup.inode(), counters, gauges, listed.limits().cpuCores());
    }

    private boolean isStillThere(ContainerCgroup cgroup) {
        try {
            return Cgroups.inode(directory(cgroup)) == cgroup.inode();
        } catch (IOException gone) {
            return false;
        }
    }

    private File directory(ContainerCgroup cgroup) {
        return version.root().resolve(cgroup.cgroup()).toFile();
    }

    private static Boolean throwFirst(List<IOException> problems) throws IOException {
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
        return true;
    }
}
