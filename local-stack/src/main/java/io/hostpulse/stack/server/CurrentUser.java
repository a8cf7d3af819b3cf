package io.hostpulse.stack.server;

import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this program, which some servers make a difference of. */
public final class CurrentUser {

    private CurrentUser() {}

    public static boolean isRoot() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException e) {
            throw new StackException("cannot tell which user this is", e);
        }
    }
}
