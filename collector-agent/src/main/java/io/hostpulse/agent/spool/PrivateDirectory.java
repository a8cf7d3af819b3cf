package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes directories that only their owner can look into: samples hold command lines of users. */
final class PrivateDirectory {

    private PrivateDirectory() {}

    /** Makes {@code directory} and what is above it; one that is there stays as it is. */
    static void create(Path directory) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0];
        if (directory.toAbsolutePath().getParent() != null) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
        }
        Files.createDirectories(directory, attributes);
    }
}
