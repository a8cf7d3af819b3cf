package io.hostpulse.benchmarks;

import io.hostpulse.benchmarks.footprint.Collectd;
import io.hostpulse.benchmarks.footprint.HostMonitor;
import io.hostpulse.benchmarks.footprint.HostpulseAgent;
import io.hostpulse.benchmarks.footprint.Netdata;
import io.hostpulse.benchmarks.footprint.NodeExporter;
import io.hostpulse.benchmarks.footprint.RunningMonitor;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.stack.server.KafkaServer;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * CPU time and resident memory of the agent beside other programs that watch a host. All run at the
 * same time on the same machine, and those that can send to the same broker.
 */
@Command(
        name = "agent-footprint",
        mixinStandardHelpOptions = true,
        description = "Measures what the agent costs a host, beside the programs installed here.")
public final class AgentFootprint implements Callable<Integer> {

    /** Long enough, on a busy machine too, for an agent to load what its archive will hold. */
    private static final Duration TRAINING = Duration.ofSeconds(30);

    private static final String YARDSTICK = "collectd";

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Length of each measurement, default ${DEFAULT-VALUE}.")
    private int durationSeconds;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Time between start and measurement, default ${DEFAULT-VALUE}.")
    private int settleSeconds;

    @Option(
            names = "--intervals",
            paramLabel = "SECONDS",
            split = ",",
            defaultValue = "1,10",
            description = "Between two readings, default ${DEFAULT-VALUE}.")
    private List<Integer> intervals = List.of();

    @Option(
            names = "--idle-processes",
            paramLabel = "N",
            split = ",",
            defaultValue = "0,200",
            description = "More processes that do nothing, default ${DEFAULT-VALUE}.")
    private List<Integer> idleProcesses = List.of();

    private record Figures(String title, double cpuShare, double residentMebibytes) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new AgentFootprint()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<HostMonitor> known =
                List.of(
                        new HostpulseAgent(startScript()),
                        new Collectd(),
                        new NodeExporter(Ports.findFree(1).get(0)),
                        new Netdata());
        List<HostMonitor> installed = known.stream().filter(HostMonitor::isInstalled).toList();
        known.stream()
                .filter(monitor -> !monitor.isInstalled())
                .forEach(monitor -> System.out.println("not installed: " + monitor.title()));
        Path directory = Files.createTempDirectory("agent-footprint");
        StackConfig config = StackConfig.onFreePorts(directory);
        config.data().create();
        try (KafkaServer kafka = KafkaServer.start(config)) {
            KafkaTopics.prepare(kafka.address());
            train(installed.get(0), directory, setting(kafka, 1));
            System.out.printf(
                    "%8s %5s  %-14s %8s %6s %9s %6s%n",
                    "interval", "idle", "program", "CPU %", "ratio", "RSS MiB", "ratio");
            for (int interval : intervals) {
                for (int idle : idleProcesses) {
                    measure(installed, directory, setting(kafka, interval), idle);
                }
            }
        } finally {
            DataDirectory.delete(directory);
        }
        return 0;
    }

    private static HostMonitor.Setting setting(KafkaServer kafka, int intervalSeconds) {
        return new HostMonitor.Setting(intervalSeconds, kafka.address(), Topics.SAMPLES);
    }

    /** The second start is what a host has for the longest time. */
    private static void train(HostMonitor agent, Path directory, HostMonitor.Setting setting)
            throws IOException, InterruptedException {
        try (RunningMonitor running =
                RunningMonitor.start(agent, directory.resolve(agent.title()), setting)) {
            Thread.sleep(TRAINING.toMillis());
            running.requireAlive();
        }
    }

    private void measure(
            List<HostMonitor> monitors, Path directory, HostMonitor.Setting setting, int idle)
            throws IOException, InterruptedException {
        List<RunningMonitor> running = new ArrayList<>();
        List<Process> idlers = new ArrayList<>();
        try {
            for (int i = 0; i < idle; i++) {
                idlers.add(new ProcessBuilder("sleep", "infinity").start());
            }
            for (HostMonitor monitor : monitors) {
                running.add(
                        RunningMonitor.start(monitor, directory.resolve(monitor.title()), setting));
            }
            Thread.sleep(settleSeconds * 1000L);
            long startNanos = System.nanoTime();
            running.forEach(RunningMonitor::beginMeasurement);
            Thread.sleep(durationSeconds * 1000L);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
            print(
                    setting.intervalSeconds(),
                    idle,
                    running.stream()
                            .map(
                                    monitor ->
                                            new Figures(
                                                    monitor.title(),
                                                    monitor.cpuShare(elapsed),
                                                    monitor.residentMebibytes()))
                            .toList());
        } finally {
            for (RunningMonitor monitor : running) {
                monitor.close();
            }
            idlers.forEach(Process::destroy);
        }
    }

    private static void print(int interval, int idle, List<Figures> all) throws IOException {
        Figures yardstick =
                all.stream().filter(one -> one.title().equals(YARDSTICK)).findFirst().orElse(null);
        for (Figures one : all) {
            System.out.printf(
                    "%6d s %6d  %-14s %8.2f %6s %9.1f %6s%n",
                    interval,
                    idle,
                    one.title(),
                    one.cpuShare() * 100,
                    yardstick == null ? "" : ratio(one.cpuShare(), yardstick.cpuShare()),
                    one.residentMebibytes(),
                    yardstick == null
                            ? ""
                            : ratio(one.residentMebibytes(), yardstick.residentMebibytes()));
        }
        System.out.println("load average: " + Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private static String ratio(double value, double yardstick) {
        return yardstick == 0 ? "" : "%.2f".formatted(value / yardstick);
    }

    private static Path startScript() throws IOException {
        Path target = SourceTree.current().root().resolve("collector-agent/target");
        try (DirectoryStream<Path> distributions =
                Files.newDirectoryStream(target, "collector-agent-*[0-9T]")) {
            for (Path distribution : distributions) {
                return distribution.resolve("bin/collector-agent");
            }
        }
        throw new IllegalStateException(target + " has no packed agent: build collector-agent.");
    }
}
