package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OpenFiles;
import java.io.IOException;
import oshi.software.os.FileSystem;

/** Open file handles of the whole host. */
public final class OpenFilesReader implements GroupReader {

    private final FileSystem fileSystem;

    public OpenFilesReader(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    @Override
    public String subject() {
        return "open files";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        long open = fileSystem.getOpenFileDescriptors();
        long limit = fileSystem.getMaxFileDescriptors();
        if (open <= 0) {
            throw new IOException("the operating system does not count open files");
        }
        OpenFiles.Builder files = sample.getOpenFilesBuilder().setOpen(open);
        if (limit > 0) {
            files.setLimit(limit);
            Ratio.of(open, limit).ifPresent(files::setUsedPct);
        }
    }
}
