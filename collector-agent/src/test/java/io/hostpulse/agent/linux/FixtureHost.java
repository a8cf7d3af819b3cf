package io.hostpulse.agent.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory with files like those under /proc and /sys, which a test writes. */
record FixtureHost(Path root) {

    Path proc() {
        return root.resolve("proc");
    }

    Path sys() {
        return root.resolve("sys");
    }

    /** Writes a file whose path is given from the root of this host. */
    FixtureHost write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    FixtureHost makeDirectory(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
        return this;
    }

    void delete(String path) throws IOException {
        Files.delete(root.resolve(path));
    }
}
