package io.hostpulse.benchmarks.footprint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prometheus' node exporter with its default collectors; it reads when it is asked.
 *
 * @param scrapedPort where it listens
 */
public record NodeExporter(int scrapedPort) implements HostMonitor {

    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-node-exporter");

    @Override
    public String title() {
        return "node_exporter";
    }

    @Override
    public boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    @Override
    public List<String> prepare(Path directory, Setting setting) {
        return List.of(
                PROGRAM.toString(),
                "--web.listen-address=127.0.0.1:" + scrapedPort,
                "--log.level=error");
    }
}
