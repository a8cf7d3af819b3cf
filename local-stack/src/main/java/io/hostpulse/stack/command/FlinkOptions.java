package io.hostpulse.stack.command;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.JobState;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.RunningJobs;
import io.hostpulse.stack.upgrade.SavepointFolder;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.upgrade.SavepointRetention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Flink cluster, where the records of its savepoints are, and which of them are kept. */
final class FlinkOptions {

    @Option(
            names = "--flink",
            paramLabel = "URL",
            description =
                    "Flink's REST API, such as http://flink.example:8081; default that of the"
                            + " running stack.")
    private URI url;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Keep the newest N savepoints, default ${DEFAULT-VALUE}. The newest, and those"
                            + " that a rollback needs, always stay.")
    private int count;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            defaultValue = "30",
            description = "Keep no savepoint for longer, default ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--savepoint-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "For each checkpoint and savepoint, default ${DEFAULT-VALUE}.")
    private Duration savepointLimit;

    /**
     * @throws StackException if it does not answer
     */
    FlinkRest flink() {
        if (url != null) {
            FlinkRest flink = new FlinkRest(url);
            if (!flink.isUp()) {
                throw new StackException("No Flink answers at " + url + ".");
            }
            return flink;
        }
        return new FlinkRest(URI.create(RunningStack.address(Component.JOBMANAGER, "--flink")));
    }

    SavepointFolder folder() {
        return SavepointFolder.of(DataDirectory.current());
    }

    SavepointRetention retention() {
        return new SavepointRetention(count, Duration.ofDays(days));
    }

    Duration savepointLimit() {
        return savepointLimit;
    }

    /** So that no second command changes the job at the same time from here. */
    StackLock lock() {
        if (url == null) {
            return StackLock.acquire(DataDirectory.current());
        }
        return tryLock()
                .orElseThrow(
                        () ->
                                new StackException(
                                        "Another command is starting, stopping or upgrading this"
                                                + " just now."));
    }

    private Optional<StackLock> tryLock() {
        Path root = folder().root();
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + root, e);
        }
        return StackLock.tryAcquire(
                root.resolve(".lock-" + url.getAuthority().replaceAll("\\W", "_")));
    }

    /** Tells the local stack what it starts next time; nobody where the cluster is another's. */
    RunningJobs runningJobs(FlinkRest flink) {
        Optional<JobState> state =
                url == null ? Optional.of(new JobState(DataDirectory.current())) : Optional.empty();
        return new RunningJobs() {
            @Override
            public void stopped(SavepointRecord record) {
                state.ifPresent(each -> each.stoppedWith(record.job().id(), record.savepoint()));
            }

            @Override
            public void are(List<String> jobs) {
                state.ifPresent(each -> each.runs(describe(flink, jobs)));
            }
        };
    }

    private static List<JobDescription> describe(FlinkRest flink, List<String> jobs) {
        return jobs.stream().map(id -> JobDescription.of(flink, id)).toList();
    }
}
