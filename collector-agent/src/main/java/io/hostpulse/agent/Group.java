package io.hostpulse.agent;

import java.util.Locale;

/** What can be read of a host, in the order of reading: the agent's health tells of all others. */
enum Group {
    CPU,
    CORES,
    LOAD,
    KERNEL,
    MEMORY,
    PRESSURE,
    DISKS,
    FILESYSTEMS,
    INTERFACES,
    SOCKETS,
    PROCESSES,
    OPEN_FILES,
    UPTIME,
    SENSORS,
    CONTAINERS,
    PROBES,
    AGENT_HEALTH;

    /** The name in the configuration, such as {@code open_files}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
