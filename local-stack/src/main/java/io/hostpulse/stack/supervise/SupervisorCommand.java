package io.hostpulse.stack.supervise;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.Hostpulse;
import io.hostpulse.stack.SourceTree;
import java.nio.file.Path;
import java.util.List;

/** The command that runs a supervisor in as little memory as it needs. */
final class SupervisorCommand {

    /** The command of the command line. */
    static final String NAME = "supervise";

    private SupervisorCommand() {}

    static List<String> of(DataDirectory data) {
        return List.of(
                Path.of(System.getProperty("java.home")).resolve("bin/java").toString(),
                "-Xmx24m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-D" + SourceTree.PROPERTY + "=" + SourceTree.current().root(),
                "-cp",
                System.getProperty("java.class.path"),
                Hostpulse.class.getName(),
                NAME,
                "--data-dir",
                data.root().toString());
    }
}
