package io.hostpulse.stack;

import io.hostpulse.stack.JobState.NotedJob;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.process.ProcessIdentity;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackProcess;
import io.hostpulse.stack.server.Readiness;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts again what has ended of a stack that had come up, each process as it was started before,
 * and the jobs that ended with their JobManager. What runs is left alone, also if something does
 * not start.
 */
public final class MendSequence {

    /** Without one of these a stack has not come up. */
    private static final Set<Component> CORE =
            EnumSet.of(
                    Component.KAFKA,
                    Component.ELASTICSEARCH,
                    Component.JOBMANAGER,
                    Component.TASKMANAGER);

    private final DataDirectory data;
    private final RunRecords records;
    private final Progress progress;

    public MendSequence(DataDirectory data, Progress progress) {
        this.data = data;
        this.records = new RunRecords(data.run());
        this.progress = progress;
    }

    /** Whether a start came so far that all servers and the job were there. */
    public static boolean hasComeUp(DataDirectory data) {
        Set<Component> recorded =
                new RunRecords(data.run())
                        .supervised().stream()
                                .map(RunRecord::component)
                                .collect(Collectors.toSet());
        return recorded.containsAll(CORE) && !new JobState(data).noted().isEmpty();
    }

    /**
     * Returns when all runs again and new samples can be found.
     *
     * @return whether anything was missing
     * @throws StackException if something does not start; the rest runs
     */
    public boolean run() {
        Instant start = Instant.now();
        List<RunRecord> ended = endedInOrder();
        ended.forEach(RunRecord::awaitExitCode);
        // what has ended says why only until it is started again
        List<String> causes = ended.stream().map(RunRecord::causeOfEnd).toList();
        List<StackProcess> started =
                ended.stream().map(record -> StackProcess.restart(data, record)).toList();
        for (int i = 0; i < ended.size(); i++) {
            awaitReady(started.get(i), causes.get(i));
        }
        boolean wasJobMissing = startMissingJobs();
        if (ended.isEmpty() && !wasJobMissing) {
            return false;
        }
        if (records.find(Component.AGENT).isPresent()) {
            progress.step("New samples", () -> awaitSample(start), host -> "of " + host);
        }
        return true;
    }

    /** A TaskManager goes with its JobManager: what it still does is of no use to the next. */
    private List<RunRecord> endedInOrder() {
        List<RunRecord> all = records.supervised();
        boolean isJobManagerGone =
                all.stream()
                        .anyMatch(
                                record ->
                                        record.component() == Component.JOBMANAGER
                                                && !record.isAlive());
        List<RunRecord> ended = new ArrayList<>();
        for (RunRecord record : all) {
            boolean goesAlong = isJobManagerGone && record.component() == Component.TASKMANAGER;
            boolean hasEnded = !record.isAlive() && StackProcess.adopt(data, record).isEmpty();
            if (hasEnded || goesAlong) {
                record.process().withSession().forEach(ProcessIdentity::kill);
                ended.add(record);
            }
        }
        return ended;
    }

    private void awaitReady(StackProcess process, String cause) {
        RunRecord record = process.runRecord();
        progress.step(
                record.component().title(),
                () -> {
                    Readiness readiness = Readiness.of(record, flink());
                    process.awaitServer(data, readiness.limit())
                            .awaitReady(readiness.limit(), readiness.check());
                    return true;
                },
                done -> "had ended, " + cause);
    }

    private boolean startMissingJobs() {
        RunRecord jobManager = records.find(Component.JOBMANAGER).orElseThrow();
        Set<String> active =
                flink().jobs().stream()
                        .filter(FlinkJob::isActive)
                        .map(FlinkJob::id)
                        .collect(Collectors.toSet());
        List<NotedJob> missing =
                new JobState(data)
                        .noted().stream()
                                .filter(noted -> !active.contains(noted.job().id()))
                                .toList();
        if (missing.isEmpty()) {
            return false;
        }
        progress.step(
                "Jobs",
                () -> new LostJobs(data).resume(jobManager, missing),
                states -> String.join(", ", states));
        return true;
    }

    private String awaitSample(Instant since) {
        return new SampleWait(data, detail -> progress.waiting("New samples", detail)).await(since);
    }

    private FlinkRest flink() {
        return new FlinkRest(URI.create(StackAddresses.of(data).flink()));
    }
}
