package io.hostpulse.stack.view;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.supervise.Restarts;
import io.hostpulse.stack.upgrade.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a stack is at one moment.
 *
 * @param processes of the stack, in the order in which they are started; none if it does not run
 * @param jobs that run, or else the one that has ended last; empty if Flink does not answer
 * @param pipelines those whose lag is known
 * @param samplesLastMinute how many samples of the last minute can be found, if Elasticsearch
 *     answers
 * @param openAlerts how many alerts are open by severity, if Elasticsearch answers
 * @param problems what is wrong, a sentence each
 */
public record StackStatus(
        List<ProcessStatus> processes,
        Optional<List<JobStatus>> jobs,
        List<PipelineStatus> pipelines,
        Optional<Long> samplesLastMinute,
        Optional<Map<String, Long>> openAlerts,
        List<String> problems) {

    /**
     * A process.
     *
     * @param residentBytes 0 when it has ended
     * @param address empty if it serves nobody
     * @param restarts by the supervisor, if there were any
     */
    public record ProcessStatus(
            Component component,
            boolean isAlive,
            long pid,
            long residentBytes,
            Duration uptime,
            String address,
            String log,
            Optional<Restarts> restarts) {}

    /**
     * A job.
     *
     * @param state Flink's name for it
     * @param tasks how many there are
     * @param runningTasks how many of them run; not all while it is started
     * @param release version and commit of its jar
     * @param failedCheckpoints since it was started
     */
    public record JobStatus(
            String id,
            Set<Pipeline> pipelines,
            String state,
            int tasks,
            int runningTasks,
            String release,
            int restarts,
            int failedCheckpoints,
            Optional<LastCheckpoint> lastCheckpoint) {}

    /**
     * How far a pipeline is behind Kafka.
     *
     * @param recordsBehind samples, or alerts, that it has yet to read
     * @param timeBehind how old the newest was that it has read, when it read it; zero if it is not
     *     behind
     */
    public record PipelineStatus(Pipeline pipeline, long recordsBehind, Duration timeBehind) {}

    /** The newest checkpoint that was completed. */
    public record LastCheckpoint(Duration age, long sizeBytes, Duration duration) {}

    public boolean isHealthy() {
        return problems.isEmpty();
    }
}
