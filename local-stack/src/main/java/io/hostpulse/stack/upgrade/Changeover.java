package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.client.JobSubmission;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.JobDraft.OfLeavingJob;
import io.hostpulse.stack.upgrade.JobDraft.OfSavepoint;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes one change from jobs that run to jobs that shall run: looks whether it can work while
 * nothing is stopped, stops with savepoints, starts, watches, and goes back if that fails.
 */
public final class Changeover {

    /**
     * How long things may take.
     *
     * @param savepoint to take a checkpoint or savepoint
     * @param start until the new jobs run and have completed a checkpoint
     */
    public record Limits(Duration savepoint, Duration start) {}

    /**
     * What came of it.
     *
     * @param jobs that run now
     * @param savepoints that the jobs before were stopped with
     * @param withoutProcessing from the first stop to all tasks running again
     */
    public record Outcome(
            List<String> jobs, List<SavepointRecord> savepoints, Duration withoutProcessing) {}

    private final FlinkRest flink;
    private final SavepointFolder folder;
    private final List<LeavingJob> leaving;
    private final List<JobDraft> coming;
    private final Reason reason;
    private final boolean mayCancel;
    private final Limits limits;
    private final RunningJobs running;
    private final Progress progress;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LeftState left = new LeftState();
    private final UploadedJars jars;
    private final TrialSavepoints trials;
    private final JobStops stops;
    private final JobCancellation cancellation;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.PREPARING);
    private volatile boolean isInterrupted;
    private Set<String> withoutSavepoint = Set.of();
    private Instant firstStop;

    private enum Phase {
        PREPARING,
        CHANGING,
        CALLED_OFF
    }

    /**
     * @param mayCancel whether jobs that take no savepoint are cancelled, because their state is
     *     not needed
     */
    public Changeover(
            FlinkRest flink,
            SavepointFolder folder,
            List<LeavingJob> leaving,
            List<JobDraft> coming,
            Reason reason,
            boolean mayCancel,
            Limits limits,
            RunningJobs running,
            Progress progress) {
        this.flink = flink;
        this.folder = folder;
        this.jars = new UploadedJars(flink, folder.jars());
        this.cancellation = new JobCancellation(flink, progress);
        RecordedSavepoints recorded = new RecordedSavepoints(flink, folder);
        this.trials = new TrialSavepoints(flink, recorded);
        this.stops =
                new JobStops(
                        flink,
                        recorded,
                        reason,
                        mayCancel,
                        limits.savepoint(),
                        left,
                        running,
                        progress);
        this.leaving = leaving;
        this.coming = coming;
        this.reason = reason;
        this.mayCancel = mayCancel;
        this.limits = limits;
        this.running = running;
        this.progress = progress;
    }

    /**
     * @param whenDone what else to do once the new jobs run, before an interruption can end the
     *     program
     * @throws StackException if the new jobs do not run; those before do then, and if not even they
     *     do, the message has the command that starts them
     */
    public Outcome run(Runnable whenDone) {
        try {
            List<JobSubmission> submissions = prepare();
            stopIfNotCalledOff();
            Outcome outcome = start(submissions);
            running.are(outcome.jobs());
            whenDone.run();
            return outcome;
        } catch (StackException e) {
            if (isInterrupted) {
                // nobody else tells, since the program ends
                progress.note(e.getMessage());
            }
            throw e;
        } finally {
            jars.retainNeeded(folder);
            ended.countDown();
        }
    }

    /** Has the jobs before run as they did, and returns when they do. */
    public void interrupt() {
        if (phase.compareAndSet(Phase.PREPARING, Phase.CALLED_OFF)) {
            trials.remove();
            progress.note("Interrupted: nothing was stopped.");
            return;
        }
        if (ended.getCount() == 0) {
            progress.note("Interrupted when it was done.");
            return;
        }
        isInterrupted = true;
        progress.note("Interrupted: the job before is started again.");
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<JobSubmission> prepare() {
        Preparation preparation = new Preparation(flink, jars, trials, limits, progress);
        try {
            return preparation.prepare(leaving, coming, !mayCancel);
        } finally {
            withoutSavepoint = preparation.withoutSavepoint();
            trials.remove();
        }
    }

    private WayBack wayBack() {
        return new WayBack(flink, folder, leaving, left, jars, reason, limits, running, progress);
    }

    private void stopIfNotCalledOff() {
        if (!phase.compareAndSet(Phase.PREPARING, Phase.CHANGING)) {
            throw new StackException("Interrupted: nothing was stopped.");
        }
        firstStop = Instant.now();
        try {
            throwIfInterrupted();
            stops.stopAll(leaving, withoutSavepoint);
        } catch (StackException | HttpStatusException | UncheckedIOException e) {
            throw wayBack().goBack(e.getMessage(), firstStop);
        }
    }

    private void throwIfInterrupted() {
        if (isInterrupted) {
            throw new StackException("Interrupted.");
        }
    }

    private Outcome start(List<JobSubmission> submissions) {
        List<String> jobs = new ArrayList<>();
        try {
            throwIfInterrupted();
            JobWatch watch = new JobWatch(flink, limits.start(), () -> isInterrupted);
            progress.step(
                    "Start",
                    () -> startAll(submissions, jobs),
                    started -> "job " + String.join(", ", started));
            progress.step("All tasks run", () -> watched(() -> watch.awaitRunning(jobs)), d -> "");
            Duration withoutProcessing = Duration.between(firstStop, Instant.now());
            List<String> saving = savingNow(jobs);
            progress.step(
                    "First checkpoint",
                    () -> watched(() -> watch.awaitCheckpoints(saving)),
                    d -> "");
            progress.step("Goes on", () -> watched(() -> watch.awaitCalm(jobs)), d -> "");
            if (!leaving.isEmpty()) {
                progress.finished("Without processing", withoutProcessing, "");
            }
            return new Outcome(jobs, left.records(), withoutProcessing);
        } catch (StackException | HttpStatusException | UncheckedIOException e) {
            if (!jobs.isEmpty()) {
                progress.step("Cancel the new job", () -> cancelAll(jobs), d -> "");
            }
            throw wayBack().goBack(e.getMessage(), firstStop);
        }
    }

    /** At the same time, since nothing is processed meanwhile. */
    private List<String> startAll(List<JobSubmission> submissions, List<String> jobs) {
        List<CompletableFuture<String>> starting = new ArrayList<>();
        for (int i = 0; i < coming.size(); i++) {
            JobSubmission submission = restoring(coming.get(i), submissions.get(i));
            starting.add(CompletableFuture.supplyAsync(() -> flink.run(submission)));
        }
        List<RuntimeException> failures = new ArrayList<>();
        for (CompletableFuture<String> each : starting) {
            try {
                jobs.add(each.join());
            } catch (CompletionException e) {
                failures.add(e.getCause() instanceof RuntimeException cause ? cause : e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return jobs;
    }

    /** All but those on which a server still waits that kept the job before from saving. */
    private List<String> savingNow(List<String> jobs) {
        List<String> saving = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            boolean waits =
                    coming.get(i).state() instanceof OfLeavingJob leaver
                            && withoutSavepoint.contains(leaver.jobId());
            if (!waits) {
                saving.add(jobs.get(i));
            }
        }
        return saving;
    }

    private boolean cancelAll(List<String> jobs) {
        jobs.forEach(cancellation::cancel);
        return true;
    }

    private static boolean watched(Runnable watch) {
        watch.run();
        return true;
    }

    /** Without state where the job before was cancelled and had none yet. */
    private JobSubmission restoring(JobDraft draft, JobSubmission submission) {
        Optional<RestorePoint> state =
                draft.state() instanceof OfLeavingJob leaver
                        ? left.by(leaver.jobId())
                        : Optional.of(((OfSavepoint) draft.state()).savepoint());
        return state.map(submission::restoring).orElse(submission);
    }
}
