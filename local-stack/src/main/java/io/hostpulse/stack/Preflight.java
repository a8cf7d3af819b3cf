package io.hostpulse.stack;

import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked at before anything is started. */
public final class Preflight {

    private static final long GIBIBYTE = 1L << 30;

    /** What the processes may grow to together, without the page cache. */
    private static final long MEMORY_NEEDED_BYTES = 5 * GIBIBYTE / 2;

    /** Kibana itself, and what Elasticsearch needs more with all its modules. */
    private static final long KIBANA_NEEDS_BYTES = 2 * GIBIBYTE;

    private static final long DISK_NEEDED_BYTES = 2 * GIBIBYTE;

    private static final Pattern MAIN_CLASS =
            Pattern.compile("([\\w.]+/)?([a-z]\\w*\\.)+[A-Z]\\w*");

    /** Debian's package starts an Alertmanager of its own when it is installed. */
    private static final String OTHER_WAYS =
            ", or do with the one that runs (--alertmanager URL) or with none (--no-alertmanager)";

    private Preflight() {}

    /**
     * @throws StackException with the first thing that is in the way
     */
    public static void check(StackConfig config) {
        config.data().create();
        requireWritable(config.data().root());
        requirePorts(config);
        requireMemory(
                availableMemoryBytes(),
                MEMORY_NEEDED_BYTES + (config.kibana().isPresent() ? KIBANA_NEEDS_BYTES : 0));
        requireDisk(config.data().root());
    }

    private static void requireWritable(Path directory) {
        if (!Files.isWritable(directory)) {
            throw new StackException(
                    "This user may not write to "
                            + directory
                            + ": run as the user it belongs to, or give another directory with"
                            + " --data-dir.");
        }
    }

    private static void requirePorts(StackConfig config) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("kafka", config.kafkaPort());
        ports.put("elasticsearch", config.elasticsearch().port());
        ports.put("flink", config.flinkPort());
        config.alertmanager().ifPresent(own -> ports.put("alertmanager", own.port()));
        config.kibana().ifPresent(own -> ports.put("kibana", own.port()));
        if (Set.copyOf(ports.values()).size() < ports.size()) {
            throw new StackException(
                    "The servers need different ports, one each, not " + ports + ".");
        }
        ports.forEach(Preflight::requirePort);
    }

    private static void requirePort(String server, int port) {
        if (!Ports.isFree(port)) {
            String title = server.substring(0, 1).toUpperCase(Locale.ROOT) + server.substring(1);
            throw new StackException(
                    "Port %d, meant for %s, is in use by %s: end that, or choose another port with --%s-port%s."
                            .formatted(
                                    port,
                                    title,
                                    describeListener(port),
                                    server,
                                    server.equals("alertmanager") ? OTHER_WAYS : ""));
        }
    }

    private static String describeListener(int port) {
        return Ports.findListener(port)
                .map(process -> "process " + process.pid() + describeCommand(process))
                .orElse("a process of another user");
    }

    /** The program, and of a Java program the main class, which tells more. */
    private static String describeCommand(ProcessHandle process) {
        Stream<String> program =
                process.info().command().map(it -> Path.of(it).getFileName().toString()).stream();
        Stream<String> mainClass =
                process.info().arguments().stream()
                        .flatMap(Stream::of)
                        .filter(it -> MAIN_CLASS.matcher(it).matches())
                        .limit(1);
        String both = Stream.concat(program, mainClass).collect(Collectors.joining(" "));
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    static void requireMemory(long availableBytes, long neededBytes) {
        if (availableBytes < neededBytes) {
            throw new StackException(
                    "Only %s of memory are available and the stack needs %s: end other programs, or use a machine with more memory."
                            .formatted(gibibytes(availableBytes), gibibytes(neededBytes)));
        }
    }

    private static void requireDisk(Path directory) {
        long usableBytes = directory.toFile().getUsableSpace();
        if (usableBytes < DISK_NEEDED_BYTES) {
            throw new StackException(
                    "Only %s are free on the disk of %s and the stack needs %s: free some, or choose a directory on another disk with --data-dir."
                            .formatted(
                                    gibibytes(usableBytes),
                                    directory,
                                    gibibytes(DISK_NEEDED_BYTES)));
        }
    }

    /** What the machine has left, or the control group that this runs in if that is less. */
    private static long availableMemoryBytes() {
        long machine =
                lines(Path.of("/proc/meminfo"))
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .findFirst()
                        .orElse(Long.MAX_VALUE);
        OptionalLong limit = number(Path.of("/sys/fs/cgroup/memory.max"));
        OptionalLong used = number(Path.of("/sys/fs/cgroup/memory.current"));
        return limit.isPresent() && used.isPresent()
                ? Math.min(machine, limit.getAsLong() - used.getAsLong())
                : machine;
    }

    private static OptionalLong number(Path file) {
        return lines(file)
                .filter(line -> line.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String gibibytes(long bytes) {
        return "%.1f GiB".formatted((double) bytes / GIBIBYTE);
    }
}
