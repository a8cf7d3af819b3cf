package io.hostpulse.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Flink makes of settings about memory, by the program that its start scripts ask. */
final class FlinkSizes {

    private static final String PROGRAM = "org.apache.flink.runtime.util.bash.BashJavaUtils";
    private static final Pattern SIZE = Pattern.compile("-D (\\S+\\.size)=(\\d+)b");
    private static final long MEBIBYTE = 1 << 20;

    private FlinkSizes() {}

    /**
     * Parts of a JobManager's memory in MiB, such as {@code jobmanager.memory.heap.size}.
     *
     * @param arguments those of its process, Flink's -Dkey=value among them
     * @throws AssertionError if Flink refuses the settings
     */
    static Map<String, Long> ofJobManager(
            Path directory, Map<String, String> settings, List<String> arguments) {
        return ask("GET_JM_RESOURCE_PARAMS", directory, settings, arguments);
    }

    /** The same of a TaskManager, such as {@code taskmanager.memory.task.heap.size}. */
    static Map<String, Long> ofTaskManager(
            Path directory, Map<String, String> settings, List<String> arguments) {
        return ask("GET_TM_RESOURCE_PARAMS", directory, settings, arguments);
    }

    private static Map<String, Long> ask(
            String question, Path directory, Map<String, String> settings, List<String> arguments) {
        String answer = run(question, directory, settings, arguments);
        Map<String, Long> sizes = new LinkedHashMap<>();
        Matcher found = SIZE.matcher(answer);
        while (found.find()) {
            sizes.put(found.group(1), Long.parseLong(found.group(2)) / MEBIBYTE);
        }
        if (sizes.isEmpty()) {
            throw new AssertionError(settings + " " + arguments + ": " + answer);
        }
        return sizes;
    }

    private static String run(
            String question, Path directory, Map<String, String> settings, List<String> arguments) {
        StringBuilder lines = new StringBuilder();
        settings.forEach((key, value) -> lines.append(key + ": \"" + value + "\"\n"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                SourceFiles.path("local-stack/servers/flink/target/lib") + "/*",
                                PROGRAM,
                                question,
                                "--configDir",
                                directory.toString()));
        command.addAll(arguments);
        try {
            Files.writeString(directory.resolve("config.yaml"), lines);
            Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(program.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
