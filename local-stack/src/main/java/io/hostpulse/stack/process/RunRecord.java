package io.hostpulse.stack.process;

import io.hostpulse.stack.Component;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What is written down of a started process, for other commands to find it.
 *
 * @param component what it is
 * @param process which process it is
 * @param started when it was started
 * @param address where it answers, a TaskManager to Prometheus; empty if it serves nobody
 * @param log the file it logs to
 */
public record RunRecord(
        Component component, ProcessIdentity process, Instant started, String address, Path log) {

    /**
     * The file that tells most of this run: its log, or what it printed when it did not come as far
     * as writing a log.
     */
    public Path tellingLog() {
        boolean isOfThisRun = log.toFile().lastModified() >= started.toEpochMilli();
        return isOfThisRun ? log : log.resolveSibling(component.id() + ".out");
    }

    public boolean isAlive() {
        return process.isAlive();
    }
}
