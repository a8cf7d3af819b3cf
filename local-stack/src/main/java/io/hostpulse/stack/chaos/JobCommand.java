package io.hostpulse.stack.chaos;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.Hostpulse;
import io.hostpulse.stack.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of this program's, run as people run it: as a process of its own. */
final class JobCommand {

    private final Process process;
    private final Path output;

    private JobCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param name of the file for what it says
     */
    static JobCommand start(DataDirectory data, String name, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"))
                                        .resolve("bin/java")
                                        .toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-D" + SourceTree.PROPERTY + "=" + SourceTree.current().root(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hostpulse.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of("--data-dir", data.root().toString()));
        Path output = data.logs().resolve(name + ".out");
        try {
            return new JobCommand(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + arguments, e);
        }
    }

    /** Waits for its end. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Its last line, which says what came of it. */
    String lastLine() {
        try {
            List<String> lines = Files.readAllLines(output);
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
        } catch (IOException e) {
            return "";
        }
    }

    void kill() {
        process.destroyForcibly();
    }
}
