package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.client.JobSubmission;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts jobs again that were stopped for others that do not run. */
final class WayBack {

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    private final FlinkRest flink;
    private final SavepointFolder folder;
    private final List<LeavingJob> jobs;
    private final LeftState left;
    private final UploadedJars jars;
    private final Reason reason;
    private final Changeover.Limits limits;
    private final RunningJobs running;
    private final Progress progress;

    WayBack(
            FlinkRest flink,
            SavepointFolder folder,
            List<LeavingJob> jobs,
            LeftState left,
            UploadedJars jars,
            Reason reason,
            Changeover.Limits limits,
            RunningJobs running,
            Progress progress) {
        this.flink = flink;
        this.folder = folder;
        this.jobs = jobs;
        this.left = left;
        this.jars = jars;
        this.reason = reason;
        this.limits = limits;
        this.running = running;
        this.progress = progress;
    }

    /**
     * Starts those that were stopped; the others run.
     *
     * @param failed sentences about what went wrong
     * @param firstStop since when nothing is processed
     * @return what to tell: the failure, and what runs now
     */
    StackException goBack(String failed, Instant firstStop) {
        String failure = failed.endsWith(".") ? failed : failed + ".";
        List<LeavingJob> stopped =
                jobs.stream().filter(each -> left.isStopped(each.job().id())).toList();
        if (jobs.isEmpty()) {
            return new StackException(
                    failure + " No job runs; when that is mended, the same command starts it.");
        }
        if (stopped.isEmpty()) {
            return new StackException(failure + " " + whetherOldRuns());
        }
        try {
            List<String> again =
                    progress.step(
                            "Start the old job",
                            () -> stopped.stream().map(this::startAgain).toList(),
                            started -> "job " + String.join(", ", started));
            progress.step("All tasks run", () -> awaitRunning(again), done -> "");
            progress.finished("Without processing", Duration.between(firstStop, Instant.now()), "");
            left.records().forEach(record -> folder.write(record.undone()));
            running.are(Stream.concat(again.stream(), notStopped()).toList());
            return new StackException(
                    failure
                            + " The old job runs again, from the state that it was stopped with;"
                            + " nothing is lost.");
        } catch (StackException | HttpStatusException | UncheckedIOException e) {
            return new StackException(
                    "%s And the old job does not start again either: %s When that is mended, %s"
                            .formatted(failure, e.getMessage(), commandForLater()),
                    e);
        }
    }

    private Stream<String> notStopped() {
        return jobs.stream().map(each -> each.job().id()).filter(id -> !left.isStopped(id));
    }

    private boolean awaitRunning(List<String> again) {
        new JobWatch(flink, limits.start(), () -> false).awaitRunning(again);
        return true;
    }

    /** Where a stop was not answered. */
    private String whetherOldRuns() {
        List<String> all = jobs.stream().map(each -> each.job().id()).toList();
        try {
            if (flink.jobs().stream()
                    .filter(FlinkJob::isActive)
                    .map(FlinkJob::id)
                    .toList()
                    .containsAll(all)) {
                return "The old job was not stopped; `hostpulse status` shows it.";
            }
        } catch (HttpStatusException | UncheckedIOException silent) {
            // which is no sign that it runs
        }
        return "It is not known that the old job runs: if `hostpulse status` shows none, `hostpulse down` and then `hostpulse up` start it from its last checkpoint.";
    }

    private String commandForLater() {
        if (left.records().isEmpty()) {
            return "`hostpulse down` and then `hostpulse up` start it from its last checkpoint.";
        }
        return "`hostpulse %s` starts it.".formatted(changeForLater());
    }

    private String changeForLater() {
        return reason == Reason.UPGRADE
                ? "rollback"
                : "upgrade --from " + left.records().get(0).savepoint().location();
    }

    private String startAgain(LeavingJob each) {
        Instant deadline = Instant.now().plus(limits.start());
        while (true) {
            try {
                return flink.run(
                        new JobSubmission(
                                jars.idOf(each.jar()),
                                each.job().arguments().orElse(List.of()),
                                Optional.of(each.job().parallelism()),
                                left.by(each.job().id()),
                                false));
            } catch (UncheckedIOException | HttpStatusException e) {
                // a JobManager that has just come back does not lead yet
                boolean isNotThere =
                        !(e instanceof HttpStatusException answer)
                                || answer.status() == SERVICE_UNAVAILABLE;
                if (!isNotThere || Instant.now().isAfter(deadline)) {
                    throw e;
                }
                Pause.of(RETRY_INTERVAL);
            }
        }
    }
}
