package io.hostpulse.stack.command;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.RecordedSavepoints;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.view.SavepointTable;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.TerminalSize;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a savepoint of the running job, or lists those that there are. */
@Command(
        name = "savepoint",
        description = {
            "Takes a savepoint of the running job, which goes on, and writes down what it is of. Old"
                    + " ones are removed."
        },
        sortOptions = false)
public final class SavepointCommand implements Callable<Integer> {

    @Option(names = "--list", description = "Take none; show those that there are, newest first.")
    private boolean isList;

    @Mixin private FlinkOptions options;

    @Override
    public Integer call() {
        if (isList) {
            return list();
        }
        StackLock lock = options.lock();
        try (lock;
                ConsoleProgress progress = new ConsoleProgress()) {
            FlinkRest flink = options.flink();
            List<JobDescription> jobs = JobDescription.active(flink);
            if (jobs.isEmpty()) {
                throw new StackException("No job of Hostpulse runs, so there is no state to save.");
            }
            RecordedSavepoints savepoints = new RecordedSavepoints(flink, options.folder());
            String operation = RecordedSavepoints.newOperation();
            for (JobDescription job : jobs) {
                progress.step(
                        "Savepoint",
                        () -> take(savepoints, job, operation),
                        record ->
                                "%s, %s"
                                        .formatted(
                                                SavepointTable.size(record),
                                                record.savepoint().location()));
            }
            Pruning.run(savepoints, options.retention(), progress);
        }
        return 0;
    }

    private SavepointRecord take(
            RecordedSavepoints savepoints, JobDescription job, String operation) {
        try {
            return savepoints.take(job, operation, options.savepointLimit());
        } catch (StackException e) {
            throw new StackException(
                    e.getMessage()
                            + " The job goes on. Checkpoints and savepoints wait for Elasticsearch and"
                            + " Alertmanager: is one of them away? `hostpulse status` tells of the last checkpoint.",
                    e);
        }
    }

    private int list() {
        Terminal terminal = Terminal.ofStandardOutput();
        List<SavepointRecord> records = options.folder().all();
        if (records.isEmpty()) {
            System.out.println("There are none in " + options.folder().root() + ".");
            return 0;
        }
        // whoever does not look at it but reads it on gets all columns
        int width = terminal.isChangeable() ? TerminalSize.current().width() : Integer.MAX_VALUE;
        SavepointTable.lines(
                        records,
                        options.folder().beforeLastUpgrade(),
                        Instant.now(),
                        width,
                        terminal)
                .forEach(System.out::println);
        return 0;
    }
}
