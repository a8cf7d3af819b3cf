package io.hostpulse.stack.process;

import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A command that ends by itself soon. */
public final class ShortCommand {

    private ShortCommand() {}

    /**
     * Runs it to its end.
     *
     * @param output takes what it prints
     * @return its exit code
     * @throws CancellationException if the thread is interrupted; the command is ended then
     */
    public static int run(List<String> command, Path output) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new StackException(
                    command.get(0) + " cannot be started: " + e.getMessage() + ".", e);
        }
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
