package io.hostpulse.benchmarks.footprint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that reads the host again and again. */
public sealed interface HostMonitor permits HostpulseAgent, Collectd, NodeExporter, Netdata {

    /** How it is called in the table. */
    String title();

    boolean isInstalled();

    /**
     * The command that runs it in the foreground.
     *
     * @param directory for its configuration and state
     */
    List<String> prepare(Path directory, Setting setting) throws IOException;

    /** Port of loopback where its values are to be fetched every interval; 0 if it sends them. */
    default int scrapedPort() {
        return 0;
    }

    /**
     * How often it is to read, and where to.
     *
     * @param intervalSeconds between two readings
     * @param kafka bootstrap servers
     * @param topic that exists there
     */
    record Setting(int intervalSeconds, String kafka, String topic) {}
}
