package io.hostpulse.stack.server;

import java.nio.file.Path;

/** The Java that runs this program, which also runs the servers. */
public final class JavaRuntime {

    private JavaRuntime() {}

    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    public static String java() {
        return home().resolve("bin/java").toString();
    }

    /** Every jar of a directory. */
    public static String classPathOf(Path libraries) {
        return libraries + "/*";
    }
}
