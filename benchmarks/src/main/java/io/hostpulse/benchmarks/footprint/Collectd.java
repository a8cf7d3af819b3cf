package io.hostpulse.benchmarks.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** collectd with the plugins that come closest to what the agent reads; it sends to Kafka. */
public record Collectd() implements HostMonitor {

    private static final Path PROGRAM = Path.of("/usr/sbin/collectd");

    private static final List<String> PLUGINS =
            List.of(
                    "cpu",
                    "contextswitch",
                    "load",
                    "memory",
                    "swap",
                    "vmem",
                    "disk",
                    "df",
                    "interface",
                    "processes",
                    "protocols",
                    "tcpconns",
                    "fhcount",
                    "sensors",
                    "uptime",
                    "write_kafka");

    @Override
    public String title() {
        return "collectd";
    }

    @Override
    public boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    @Override
    public List<String> prepare(Path directory, Setting setting) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Interval %d%n".formatted(setting.intervalSeconds()));
        text.append("BaseDir \"%s\"%n".formatted(directory));
        text.append("PIDFile \"%s\"%n".formatted(directory.resolve("collectd.pid")));
        text.append("TypesDB \"/usr/share/collectd/types.db\"\n");
        PLUGINS.stream()
                .filter(plugin -> Files.exists(Path.of("/usr/lib/collectd", plugin + ".so")))
                .forEach(plugin -> text.append("LoadPlugin %s%n".formatted(plugin)));
        text.append(
                """
                <Plugin cpu>
                  ReportByCpu true
                  ReportByState true
                  ValuesPercentage true
                </Plugin>
                <Plugin df>
                  ReportInodes true
                </Plugin>
                <Plugin tcpconns>
                  AllPortsSummary true
                  ListeningPorts false
                </Plugin>
                <Plugin write_kafka>
                  Property "metadata.broker.list" "%s"
                  <Topic "%s">
                    Format JSON
                  </Topic>
                </Plugin>
                """
                        .formatted(setting.kafka(), setting.topic()));
        Path file = directory.resolve("collectd.conf");
        Files.writeString(file, text);
        return List.of(PROGRAM.toString(), "-f", "-C", file.toString());
    }
}
