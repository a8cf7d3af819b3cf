package io.hostpulse.agent.read;

import io.hostpulse.agent.read.FilesystemSource.FilesystemFigures;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.FilesystemSummary;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/** Every filesystem, and all of them together. */
public final class FilesystemReader implements GroupReader {

    private final FilesystemSource source;

    public FilesystemReader(FilesystemSource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "filesystems";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        List<FilesystemFigures> filesystems =
                source.read().stream()
                        .filter(filesystem -> !filesystem.mountPoint().isEmpty())
                        .toList();
        long total = 0;
        long free = 0;
        long files = 0;
        OptionalDouble fullest = OptionalDouble.empty();
        for (FilesystemFigures figures : filesystems) {
            OptionalDouble usedShare = usedShare(figures);
            addFilesystem(figures, usedShare, sample);
            total += figures.total();
            free += figures.free();
            files += figures.files();
            if (usedShare.isPresent() && usedShare.getAsDouble() >= fullest.orElse(0)) {
                fullest = usedShare;
            }
        }
        FilesystemSummary.Builder summary =
                sample.getFilesystemSummaryBuilder()
                        .setCount(filesystems.size())
                        .setTotal(total)
                        .setUsed(total - free)
                        .setFree(free);
        if (files > 0) {
            summary.setTotalFiles(files);
        }
        fullest.ifPresent(summary::setFullestPct);
    }

    private static void addFilesystem(
            FilesystemFigures figures, OptionalDouble usedShare, HostSample.Builder sample) {
        Filesystem.Builder filesystem =
                sample.addFilesystemsBuilder()
                        .setMountPoint(figures.mountPoint())
                        .setDeviceName(figures.device())
                        .setType(figures.type())
                        .setTotal(figures.total())
                        .setFree(figures.free())
                        .setAvailable(figures.available())
                        .setUsedBytes(figures.total() - figures.free());
        usedShare.ifPresent(filesystem::setUsedPct);
        if (figures.files() > 0) {
            filesystem.setFiles(figures.files()).setFreeFiles(figures.freeFiles());
            Ratio.of(figures.files() - figures.freeFiles(), figures.files())
                    .ifPresent(filesystem::setInodesUsedPct);
        }
    }

    private static OptionalDouble usedShare(FilesystemFigures figures) {
        long used = figures.total() - figures.free();
        return Ratio.of(used, used + figures.available());
    }
}
