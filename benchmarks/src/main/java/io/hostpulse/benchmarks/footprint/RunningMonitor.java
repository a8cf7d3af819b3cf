package io.hostpulse.benchmarks.footprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A program that reads the host until it is closed. */
public final class RunningMonitor implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final HostMonitor monitor;
    private final Path log;
    private final Process process;
    private final ProcessTree tree;
    private final ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor();
    private double cpuSecondsBefore;

    private RunningMonitor(HostMonitor monitor, Path log, Process process) {
        this.monitor = monitor;
        this.log = log;
        this.process = process;
        this.tree = new ProcessTree(process.toHandle());
    }

    /**
     * Starts it.
     *
     * @param directory of its own; created if absent
     */
    public static RunningMonitor start(
            HostMonitor monitor, Path directory, HostMonitor.Setting setting) throws IOException {
        Files.createDirectories(directory);
        Path log = directory.resolve("output.log");
        Process process =
                new ProcessBuilder(monitor.prepare(directory, setting))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        RunningMonitor running = new RunningMonitor(monitor, log, process);
        if (monitor.scrapedPort() != 0) {
            running.scrapeEvery(setting.intervalSeconds(), monitor.scrapedPort());
        }
        return running;
    }

    private void scrapeEvery(int seconds, int port) {
        URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
        scraper.scheduleAtFixedRate(() -> fetch(address), seconds, seconds, TimeUnit.SECONDS);
    }

    private static void fetch(URI address) {
        try (InputStream page = address.toURL().openStream()) {
            page.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String title() {
        return monitor.title();
    }

    /** From here on CPU time counts. */
    public void beginMeasurement() {
        requireAlive();
        cpuSecondsBefore = tree.cpuSeconds();
    }

    /** CPU time since {@link #beginMeasurement()}, as a share of one core. */
    public double cpuShare(Duration elapsed) {
        requireAlive();
        return (tree.cpuSeconds() - cpuSecondsBefore) * 1e9 / elapsed.toNanos();
    }

    public double residentMebibytes() {
        return tree.residentMebibytes();
    }

    /**
     * @throws IllegalStateException if it has ended
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(title() + " has ended; it said: " + said());
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "nothing that can be read (" + e.getMessage() + ")";
        }
    }

    @Override
    public void close() throws InterruptedException {
        scraper.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
