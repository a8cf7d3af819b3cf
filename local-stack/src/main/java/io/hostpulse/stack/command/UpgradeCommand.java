package io.hostpulse.stack.command;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.JobDraft;
import io.hostpulse.stack.upgrade.LeavingJob;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.upgrade.PlanRollback;
import io.hostpulse.stack.upgrade.PlanUpgrade;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replaces the running job, from a savepoint. */
@Command(
        name = "upgrade",
        description = {
            "Stops the job with a savepoint, starts the new one from it, and watches that it runs and"
                    + " completes a checkpoint. If it does not, the old one is started again from the"
                    + " same savepoint.",
            "What can be found out before is: nothing is stopped for a jar that cannot start, or when"
                    + " no savepoint can be taken."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the new job runs",
            "1:it does not; the old one does, unless the message says how to start it",
            "2:wrong usage"
        })
public final class UpgradeCommand implements Callable<Integer> {

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description =
                    "The new job, default the one that was built here; where something else is to"
                            + " change, the one that runs.")
    private Path jar;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Of the new job, default that of the old one.")
    private Integer parallelism;

    @Option(
            names = "--pipelines",
            paramLabel = "NAMES",
            description =
                    "Pipelines of the new job, such as detect,index. Given twice, there will be two"
                            + " jobs: --pipelines detect --pipelines index,notify. Given once while"
                            + " two jobs run, they become one.")
    private List<String> pipelines = List.of();

    @Option(
            names = "--job-option",
            paramLabel = "OPTION",
            description =
                    "An option for the new job in place of the old one's of that name, such as"
                            + " --job-option=--windows=1m,5m. May be repeated.")
    private List<String> jobOptions = List.of();

    @Option(
            names = "--from",
            paramLabel = "SAVEPOINT",
            description =
                    "While no job runs: start the job that this savepoint is of, from it; with"
                            + " --jar, another one.")
    private String from;

    @Option(
            names = "--old-jar",
            paramLabel = "FILE",
            description = "The running job's jar, if it was not started from here.")
    private Path oldJar;

    @Option(
            names = "--allow-lost-state",
            description =
                    "Leave behind state that the new job has no operator for. Without it only that of"
                            + " pipelines that move to another job is.")
    private boolean mayLoseState;

    @Mixin private FlinkOptions options;

    @Mixin private StartOptions start;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        List<Set<Pipeline>> groups = PipelineGroups.parse(pipelines, spec);
        if (parallelism != null && (parallelism < 1 || parallelism > 720)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--parallelism must be 1 to 720, into which state is divided, not "
                            + parallelism);
        }
        if (jar != null && !Files.isRegularFile(jar)) {
            throw new ParameterException(spec.commandLine(), "--jar: there is no " + jar);
        }
        StackLock lock = options.lock();
        try (lock;
                ConsoleProgress progress = new ConsoleProgress()) {
            FlinkRest flink = options.flink();
            JobChange change = new JobChange(flink, options, start, progress);
            List<JobDescription> running = JobDescription.active(flink);
            if (from != null) {
                startFrom(change, running);
                return 0;
            }
            if (running.isEmpty()) {
                throw noJobRuns();
            }
            List<LeavingJob> leaving = change.leaving(running, Optional.ofNullable(oldJar));
            List<JobDraft> coming =
                    new PlanUpgrade(
                                    newJar(leaving),
                                    groups,
                                    Optional.ofNullable(parallelism),
                                    jobOptions,
                                    mayLoseState)
                            .follow(running);
            change.run(leaving, coming, Reason.UPGRADE, false, () -> {});
        }
        return 0;
    }

    private void startFrom(JobChange change, List<JobDescription> running) {
        if (!running.isEmpty()) {
            throw new StackException(
                    "--from is for when no job runs, and job %s does: stop it with `hostpulse savepoint` and Flink's `cancel`, or leave out --from."
                            .formatted(running.get(0).id()));
        }
        SavepointRecord record =
                options.folder()
                        .find(RestorePoint.savepoint(from))
                        .orElseThrow(
                                () ->
                                        new StackException(
                                                "There is no record of %s in %s, so it is not known what to start: `hostpulse savepoint --list` shows those there are."
                                                        .formatted(from, options.folder().root())));
        List<JobDraft> coming =
                jar == null
                        ? PlanRollback.follow(List.of(record), options.folder().jars())
                        : List.of(draft(record));
        change.run(List.of(), coming, Reason.UPGRADE, true, () -> {});
    }

    private JobDraft draft(SavepointRecord record) {
        JobDraft planned =
                new PlanUpgrade(
                                jar,
                                List.of(),
                                Optional.ofNullable(parallelism),
                                jobOptions,
                                mayLoseState)
                        .follow(List.of(record.job()))
                        .get(0);
        return planned.from(record.savepoint());
    }

    private StackException noJobRuns() {
        String hint =
                options.folder().all().stream()
                        .findFirst()
                        .map(
                                newest ->
                                        "The newest savepoint is %s: `hostpulse upgrade --from %s` starts its job."
                                                .formatted(
                                                        newest.savepoint().name(),
                                                        newest.savepoint().location()))
                        .orElse("`hostpulse up` starts one.");
        return new StackException("No job of Hostpulse runs that could be upgraded. " + hint);
    }

    /** Whoever asks for something else to change does not want another version. */
    private Path newJar(List<LeavingJob> leaving) {
        if (jar != null) {
            return jar;
        }
        boolean isOtherChange =
                parallelism != null || !pipelines.isEmpty() || !jobOptions.isEmpty();
        return isOtherChange ? leaving.get(0).jar() : SourceTree.current().jobJar();
    }
}
