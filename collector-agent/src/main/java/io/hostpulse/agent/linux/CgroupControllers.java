package io.hostpulse.agent.linux;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the controllers of cgroup version 1 are mounted: each in a directory of its name, or
 * several in one such as cpu,cpuacct.
 */
final class CgroupControllers {

    private static final String[] NAMES = {"cpuacct", "memory", "cpu", "blkio", "pids"};

    private final Path mount;
    private final Map<String, Path> directories = new LinkedHashMap<>();

    /**
     * @param mount such as /sys/fs/cgroup
     */
    CgroupControllers(Path mount) {
        this.mount = mount;
        String[] mounted = mount.toFile().list();
        for (String name : NAMES) {
            for (String directory : mounted == null ? new String[0] : mounted) {
                if (("," + directory + ",").contains("," + name + ",")) {
                    directories.put(name, mount.resolve(directory));
                }
            }
        }
    }

    boolean areMounted() {
        return !directories.isEmpty();
    }

    /** The tree to find containers in: that of a controller which every runtime uses. */
    Path first() {
        return directories.values().iterator().next();
    }

    /** A file that does not exist when the controller is not mounted. */
    File file(String controller, String cgroup, String name) {
        Path directory = directories.getOrDefault(controller, mount.resolve(controller));
        return directory.resolve(cgroup).resolve(name).toFile();
    }
}
