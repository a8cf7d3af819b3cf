package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The processes of a host. */
public interface ProcessTable {

    /** What a process is doing. Waiting for a disk counts as sleeping. */
    enum State {
        RUNNING,
        SLEEPING,
        IDLE,
        STOPPED,
        ZOMBIE,
        DEAD,
        UNKNOWN;

        /** The name in samples, such as {@code running}. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What is read of every process.
     *
     * @param generation tells processes apart that have had the same id one after the other
     * @param startTimeMs milliseconds since 1970
     * @param cpuMs CPU time since its start
     * @param sizeBytes virtual memory
     */
    record ProcessFigures(
            int pid,
            long generation,
            int parentPid,
            String name,
            State state,
            long startTimeMs,
            long cpuMs,
            long sizeBytes,
            long rssBytes,
            int threads) {}

    /**
     * What is read of the few processes that are reported; absent where the agent's user may not
     * see it.
     *
     * @param name the program's full name, where the table shortens it
     */
    record ProcessDetails(
            String name,
            Optional<String> user,
            Optional<String> commandLine,
            OptionalLong sharedBytes,
            OptionalLong openFiles,
            OptionalLong softOpenFileLimit,
            OptionalLong hardOpenFileLimit) {}

    /** Every process that is there now. */
    List<ProcessFigures> list() throws IOException;

    /** One process; empty when there is none of that id. */
    Optional<ProcessFigures> find(int pid);

    /** More of a process; empty when it has ended. */
    Optional<ProcessDetails> details(ProcessFigures process);

    /** Processes and threads started since boot, where the system counts them. */
    OptionalLong startedSinceBoot();
}
