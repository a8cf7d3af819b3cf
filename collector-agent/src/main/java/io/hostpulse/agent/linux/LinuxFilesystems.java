package io.hostpulse.agent.linux;

import io.hostpulse.agent.linux.Mounts.Mount;
import io.hostpulse.agent.linux.Statvfs.Space;
import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.FilesystemSource;
import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Filesystems from the table of mounts and statvfs(3). */
public final class LinuxFilesystems implements FilesystemSource {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Mounts mounts;
    private final Statvfs local;
    private final Statvfs remote;
    private final Supplier<FilesystemFilter> filter;
    private final ReadFailures failures;

    /**
     * @param root where the agent sees the host's root directory
     * @param filter asked at every reading; what it leaves out is not touched
     */
    public LinuxFilesystems(
            Path proc,
            Path root,
            Statvfs statvfs,
            Supplier<FilesystemFilter> filter,
            ReadFailures failures) {
        this.filter = filter;
        this.mounts = new Mounts(proc, root);
        this.local = statvfs;
        this.remote = new PatientStatvfs(statvfs, PATIENCE);
        this.failures = failures;
    }

    @Override
    public List<FilesystemFigures> read() throws IOException {
        List<FilesystemFigures> filesystems = new ArrayList<>();
        for (Mount mount : mounts.read(filter.get())) {
            Statvfs statvfs = mount.remote() ? remote : local;
            failures.attempt("filesystem " + mount.mountPoint(), () -> statvfs.query(mount.path()))
                    .filter(space -> space.total() > 0)
                    .ifPresent(space -> filesystems.add(figures(mount, space)));
        }
        return filesystems;
    }

    private static FilesystemFigures figures(Mount mount, Space space) {
        return new FilesystemFigures(
                mount.mountPoint(),
                mount.device(),
                mount.type(),
                space.total(),
                space.free(),
                space.available(),
                space.files(),
                space.freeFiles());
    }
}
