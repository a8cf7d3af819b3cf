package io.hostpulse.stack.supervise;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.SourceTree;
import java.nio.file.Path;
import java.util.List;

/**
 * A supervisor as a process of its own, in as little memory as it needs: without the command line's
 * framework, which would be half of it.
 */
public final class SupervisorProgram {

    private SupervisorProgram() {}

    /**
     * @param args the data directory
     */
    public static void main(String[] args) {
        Supervisor supervisor = new Supervisor(new DataDirectory(Path.of(args[0])), sentence -> {});
        // what it may just be starting has its run record before it ends
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        supervisor.run();
    }

    static List<String> command(DataDirectory data) {
        return List.of(
                Path.of(System.getProperty("java.home")).resolve("bin/java").toString(),
                "-Xmx24m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CICompilerCount=1",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-D" + SourceTree.PROPERTY + "=" + SourceTree.current().root(),
                "-cp",
                ProgramCopy.make(System.getProperty("java.class.path"), data.of("supervisor")),
                SupervisorProgram.class.getName(),
                data.root().toString());
    }
}
