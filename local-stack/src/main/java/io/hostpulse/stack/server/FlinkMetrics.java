package io.hostpulse.stack.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where JobManager and TaskManager show their metrics to Prometheus, on the loopback interface.
 *
 * @param jobManagerPort Flink's usual port, or a free one
 * @param taskManagerPort the one after that, or a free one
 */
record FlinkMetrics(int jobManagerPort, int taskManagerPort) {

    private static final int USUAL_PORT = 9249;

    static FlinkMetrics onFreePorts() {
        return new FlinkMetrics(freePort(USUAL_PORT), freePort(USUAL_PORT + 1));
    }

    String taskManagerAddress() {
        return "http://127.0.0.1:%d/metrics".formatted(taskManagerPort);
    }

    /**
     * Writes both as targets of Prometheus's <a
     * href="https://prometheus.io/docs/guides/file-sd/">discovery by files</a>.
     */
    void writeTargets(Path file) {
        try {
            Files.writeString(
                    file,
                    """
                    [{"targets": ["127.0.0.1:%d", "127.0.0.1:%d"], "labels": {"job": "hostpulse"}}]
                    """
                            .formatted(jobManagerPort, taskManagerPort));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static int freePort(int usual) {
        return Ports.isFree(usual) ? usual : Ports.findFree(1).get(0);
    }
}
