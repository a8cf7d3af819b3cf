package io.hostpulse.stack.chaos;

import io.hostpulse.stack.DataDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * Small file systems in memory in place of directories of a stack. Only root can have them; without
 * them no disk is filled.
 */
final class SmallDisks implements AutoCloseable {

    private static final String BALLAST = "ballast";
    private static final byte[] MEBIBYTE = new byte[1 << 20];

    /** No smaller piece of a disk is given out. */
    private static final byte[] PAGE = new byte[4096];

    private final DataDirectory data;
    private final Set<Disk> mounted = EnumSet.noneOf(Disk.class);

    /** Mounts all of them, or as many as this user may. */
    SmallDisks(DataDirectory data) {
        this.data = data;
        for (Disk disk : Disk.values()) {
            Path directory = path(disk);
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot prepare " + directory, e);
            }
            String options = "size=%dm,mode=0700".formatted(disk.sizeMebibytes());
            if (SystemCommand.run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    options,
                    "hostpulse-chaos",
                    directory.toString())) {
                mounted.add(disk);
            }
        }
    }

    boolean has(Disk disk) {
        return mounted.contains(disk);
    }

    /** Leaves no byte free. */
    void fill(Disk disk) {
        try (OutputStream ballast = Files.newOutputStream(ballast(disk))) {
            fillWith(MEBIBYTE, ballast);
            fillWith(PAGE, ballast);
        } catch (IOException full) {
            // so it should be
        }
    }

    private static void fillWith(byte[] piece, OutputStream file) {
        try {
            while (true) {
                file.write(piece);
            }
        } catch (IOException full) {
            // so it should be
        }
    }

    void free(Disk disk) {
        try {
            Files.deleteIfExists(ballast(disk));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot free " + disk.title(), e);
        }
    }

    /** What is on them is gone; use only when nothing runs any more. */
    @Override
    public void close() {
        for (Disk disk : Set.copyOf(mounted)) {
            String directory = path(disk).toString();
            if (SystemCommand.run("umount", directory)
                    || SystemCommand.run("umount", "--lazy", directory)) {
                mounted.remove(disk);
            }
        }
    }

    private Path path(Disk disk) {
        return data.of(disk.directory());
    }

    private Path ballast(Disk disk) {
        return path(disk).resolve(BALLAST);
    }
}
