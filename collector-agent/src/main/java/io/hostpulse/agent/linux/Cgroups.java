package io.hostpulse.agent.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the control groups of containers. */
final class Cgroups {

    /** A directory without directories in it has two links, where the filesystem counts them. */
    private static final int LINKS_OF_LEAF = 2;

    /** Beginnings of the names of the kernel's files, which are not worth a look each. */
    private static final Set<String> FILES =
            Set.of(
                    "cgroup.",
                    "cpu.",
                    "cpuacct.",
                    "cpuset.",
                    "io.",
                    "irq.",
                    "memory.",
                    "blkio.",
                    "pids.",
                    "hugetlb.",
                    "rdma.",
                    "misc.",
                    "devices.",
                    "freezer.");

    /**
     * A container's cgroup.
     *
     * @param cgroup its path below the root
     * @param inode another one when a cgroup of the same path was made anew
     */
    record ContainerCgroup(ContainerPath container, String cgroup, long inode) {}

    private final Path root;

    /**
     * @param root under which every cgroup has a directory
     */
    Cgroups(Path root) {
        this.root = root;
    }

    /**
     * The version by which the host accounts for its containers: 2 unless controllers of 1 are
     * mounted. Empty without cgroups.
     *
     * @param sys such as /sys
     */
    static Optional<CgroupVersion> version(Path sys, Path proc) {
        Path mount = sys.resolve("fs/cgroup");
        BlockDevices devices = new BlockDevices(sys);
        if (Files.exists(mount.resolve("cgroup.controllers"))) {
            return Optional.of(new CgroupV2(mount, devices));
        }
        CgroupControllers controllers = new CgroupControllers(mount);
        return controllers.areMounted()
                ? Optional.of(new CgroupV1(controllers, proc, devices))
                : Optional.empty();
    }

    /** Every container's cgroup; what is within a container is not looked at. */
    List<ContainerCgroup> find() throws IOException {
        List<ContainerCgroup> found = new ArrayList<>();
        if (root.toFile().list() == null) {
            throw new IOException(root + " cannot be listed");
        }
        walk(root, "", found);
        return found;
    }

    private void walk(Path directory, String parent, List<ContainerCgroup> found)
            throws IOException {
        String[] names = directory.toFile().list();
        if (names == null) {
            return;
        }
        for (String name : names) {
            if (isKernelFile(name)) {
                continue;
            }
            Path path = directory.resolve(name);
            try {
                visit(path, name, parent, found);
            } catch (NoSuchFileException removed) {
                // between the listing and the look at it
            }
        }
    }

    private void visit(Path path, String name, String parent, List<ContainerCgroup> found)
            throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:isDirectory,nlink,ino");
        if (!(Boolean) attributes.get("isDirectory")) {
            return;
        }
        Optional<ContainerPath> container = ContainerPath.recognise(name, parent);
        if (container.isPresent()) {
            String cgroup = root.relativize(path).toString();
            found.add(new ContainerCgroup(container.get(), cgroup, (Long) attributes.get("ino")));
        } else if ((Integer) attributes.get("nlink") != LINKS_OF_LEAF) {
            walk(path, name, found);
        }
    }

    private static boolean isKernelFile(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && FILES.contains(name.substring(0, dot + 1));
    }

    /** The number of the file or directory; another one when it was made anew. */
    static long inode(File file) throws IOException {
        return (Long) Files.getAttribute(file.toPath(), "unix:ino");
    }
}
