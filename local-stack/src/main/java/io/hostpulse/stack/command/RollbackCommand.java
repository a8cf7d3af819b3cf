package io.hostpulse.stack.command;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.JobDraft;
import io.hostpulse.stack.upgrade.PlanRollback;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to the job before the last upgrade. */
@Command(
        name = "rollback",
        description = {
            "Goes back to the job before the last upgrade: its jar, arguments and parallelism, from the"
                    + " savepoint that it was stopped with. What was processed since is processed once"
                    + " more and written under the same ids.",
            "Given again, it goes back to the upgrade before. To keep the state of now instead, run"
                    + " `upgrade --jar` with the old jar (savepoint --list, savepoints/jars): that works"
                    + " if the old version can read it."
        },
        sortOptions = false)
public final class RollbackCommand implements Callable<Integer> {

    @Option(
            names = "--old-jar",
            paramLabel = "FILE",
            description = "The running job's jar, if it was not started from here.")
    private Path oldJar;

    @Mixin private FlinkOptions options;

    @Mixin private StartOptions start;

    @Override
    public Integer call() {
        StackLock lock = options.lock();
        try (lock;
                ConsoleProgress progress = new ConsoleProgress()) {
            List<SavepointRecord> before = options.folder().beforeLastUpgrade();
            if (before.isEmpty()) {
                throw new StackException(
                        "There is no upgrade to go back from in %s: `hostpulse savepoint --list` shows what there is."
                                .formatted(options.folder().root()));
            }
            FlinkRest flink = options.flink();
            JobChange change = new JobChange(flink, options, start, progress);
            List<JobDraft> coming = PlanRollback.follow(before, options.folder().jars());
            change.run(
                    change.leaving(JobDescription.active(flink), Optional.ofNullable(oldJar)),
                    coming,
                    Reason.ROLLBACK,
                    true,
                    () -> before.forEach(record -> options.folder().write(record.undone())));
        }
        return 0;
    }
}
