package io.hostpulse.agent.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Finds the control groups of containers. */
final class Cgroups {

    /** A directory without directories in it has two links, where the filesystem counts them. */
    private static final int LINKS_OF_LEAF = 2;

    /**
     * A container's cgroup.
     *
     * @param cgroup its path below the root
     * @param inode another one when a cgroup of the same path was made anew
     */
    record ContainerCgroup(ContainerPath container, String cgroup, long inode) {}

    private final Path root;

    /** Names of the kernel's files, which are not worth a look each in every cgroup. */
    private final Set<String> files = new HashSet<>();

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
     * @param nanoTime the monotonic clock
     */
    static Optional<CgroupVersion> version(Path sys, Path proc, LongSupplier nanoTime) {
        Path mount = sys.resolve("fs/cgroup");
        BlockDevices devices = new BlockDevices(sys, nanoTime);
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
            if (files.contains(name)) {
                continue;
            }
            try {
                visit(directory.resolve(name), name, parent, found);
            } catch (NoSuchFileException | InvalidPathException unreachable) {
                // removed since it was listed, or of bytes that a path cannot have here
            }
        }
    }

    private void visit(Path path, String name, String parent, List<ContainerCgroup> found)
            throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:isDirectory,nlink,ino");
        if (!(Boolean) attributes.get("isDirectory")) {
            files.add(name);
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

    /** The number of the file or directory; another one when it was made anew. */
    static long inode(File file) throws IOException {
        return (Long) Files.getAttribute(file.toPath(), "unix:ino");
    }
}
