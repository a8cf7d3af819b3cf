package io.hostpulse.agent.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Commands that are run to their end, with what they print. */
final class ShellCommand {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What a command has printed, both streams together, and how it ended. */
    record Result(int exitCode, String output) {}

    private ShellCommand() {}

    static Result run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command + " does not end");
            }
            return new Result(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    static Result run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), List.of(command));
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
