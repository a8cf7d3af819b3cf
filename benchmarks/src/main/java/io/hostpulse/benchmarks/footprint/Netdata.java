package io.hostpulse.benchmarks.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * netdata with its collectors in C, which keeps its values in its own memory. It runs in a network
 * namespace with a loopback interface alone, for its start scripts call out; that takes root, and
 * leaves it one interface to read.
 */
public record Netdata() implements HostMonitor {

    private static final Path PROGRAM = Path.of("/usr/sbin/netdata");

    @Override
    public String title() {
        return "netdata";
    }

    @Override
    public boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isWritable(Path.of("/var/lib/dpkg"));
    }

    @Override
    public List<String> prepare(Path directory, Setting setting) throws IOException {
        for (String name : List.of("lib/cloud.d", "cache", "log")) {
            Files.createDirectories(directory.resolve(name));
        }
        Files.writeString(directory.resolve(".opt-out-from-anonymous-statistics"), "");
        Files.writeString(
                directory.resolve("lib/cloud.d/cloud.conf"), "[global]\n    enabled = no\n");
        Path file = directory.resolve("netdata.conf");
        Files.writeString(
                file,
                """
                [global]
                    run as user = root
                [db]
                    mode = ram
                    update every = %d
                [directories]
                    config = %s
                    lib = %s
                    cache = %s
                    log = %s
                [web]
                    bind to = 127.0.0.1
                [ml]
                    enabled = no
                [plugins]
                    python.d = no
                    charts.d = no
                    go.d = no
                """
                        .formatted(
                                setting.intervalSeconds(),
                                directory,
                                directory.resolve("lib"),
                                directory.resolve("cache"),
                                directory.resolve("log")));
        return List.of(
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip link set lo up && DO_NOT_TRACK=1 exec " + PROGRAM + " -D -c " + file);
    }
}
