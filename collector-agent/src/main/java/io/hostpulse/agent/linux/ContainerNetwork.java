package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.Figures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a container sent and received, from /proc/PID/net/dev of one of its processes, loopback left
 * out. The file has another inode in every network namespace: so a container that shares the host's
 * has no figures, and a process id that was given to a process elsewhere is noticed. The containers
 * of a pod share a namespace, and have the same figures each.
 */
final class ContainerNetwork {

    private static final int HEADER_LINES = 2;

    private final ProcText text = new ProcText();
    private final File proc;

    /**
     * A network namespace.
     *
     * @param counters file with its interfaces
     */
    record Namespace(File counters, long inode) {}

    ContainerNetwork(Path proc) {
        this.proc = proc.toFile();
    }

    /**
     * The namespace of the processes in and below a cgroup.
     *
     * @return null when there is none of its own, or it cannot be told
     */
    Namespace find(File cgroup) {
        try {
            long pid = anyProcess(cgroup);
            if (pid <= 0) {
                return null;
            }
            File counters = countersOf(pid);
            long inode = Cgroups.inode(counters);
            return inode == Cgroups.inode(countersOf(1)) ? null : new Namespace(counters, inode);
        } catch (IOException notReadable) {
            return null;
        }
    }

    /** 0 when there is none, or none that is visible from here. */
    private long anyProcess(File cgroup) throws IOException {
        text.load(new File(cgroup, "cgroup.procs"));
        while (text.nextLine()) {
            long pid = text.number();
            if (pid > 0) {
                return pid;
            }
        }
        File[] children = cgroup.listFiles(File::isDirectory);
        for (File child : children == null ? new File[0] : children) {
            long pid = anyProcess(child);
            if (pid > 0) {
                return pid;
            }
        }
        return 0;
    }

    private File countersOf(long pid) {
        return new File(proc, pid + "/net/dev");
    }

    /** Whether the namespace could be read, and its counters were added. */
    boolean read(Namespace namespace, Figures<ContainerCounter> figures) {
        try {
            if (Cgroups.inode(namespace.counters()) != namespace.inode()) {
                return false;
            }
            long in = 0;
            long out = 0;
            text.load(namespace.counters());
            for (int i = 0; i < HEADER_LINES; i++) {
                text.nextLine();
            }
            while (text.nextLine()) {
                if (!text.until(':').equals("lo")) {
                    in += text.number();
                    out += text.skip(7).number();
                }
            }
            figures.put(ContainerCounter.IN_BYTES, in).put(ContainerCounter.OUT_BYTES, out);
            return true;
        } catch (IOException ended) {
            return false;
        }
    }
}
