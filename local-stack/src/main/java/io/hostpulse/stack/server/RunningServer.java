package io.hostpulse.stack.server;

import io.hostpulse.stack.process.StackProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A server that is one process. */
public abstract class RunningServer implements AutoCloseable {

    private final StackProcess process;
    private final Duration stopLimit;

    /**
     * @param stopLimit how long it may take to stop before it is killed
     */
    RunningServer(StackProcess process, Duration stopLimit) {
        this.process = process;
        this.stopLimit = stopLimit;
    }

    /** Where clients find it: a URL, or bootstrap servers; empty for what has no clients. */
    public final String address() {
        return process.runRecord().address();
    }

    /** What it prints. */
    public final Path logFile() {
        return process.runRecord().log();
    }

    public final StackProcess process() {
        return process;
    }

    @Override
    public final void close() {
        process.stop(stopLimit);
    }
}
