package io.hostpulse.stack.server;

import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this program, which some servers make a difference of. */
public final class CurrentUser {

    private CurrentUser() {}

    public static boolean isRoot() {
        return uid() == 0;
    }

    /**
     * @param user a name, or the number that stands for one
     */
    public static boolean is(String user) {
        return user.equals(System.getProperty("user.name")) || user.equals(Integer.toString(uid()));
    }

    private static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new StackException("cannot tell which user this is", e);
        }
    }
}
