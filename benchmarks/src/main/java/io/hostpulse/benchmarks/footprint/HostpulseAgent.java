package io.hostpulse.benchmarks.footprint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * This project's agent as it is packaged.
 *
 * @param script its start script
 */
public record HostpulseAgent(Path script) implements HostMonitor {

    @Override
    public String title() {
        return "hostpulse";
    }

    @Override
    public boolean isInstalled() {
        return Files.isExecutable(script);
    }

    @Override
    public List<String> prepare(Path directory, Setting setting) {
        return List.of(
                "env",
                "HOSTPULSE_STATE_DIR=" + directory,
                "HOSTPULSE_CACHE_DIR=" + directory,
                script.toString(),
                "--bootstrap-servers=" + setting.kafka(),
                "--topic=" + setting.topic(),
                "--interval=" + setting.intervalSeconds() + "s");
    }
}
