package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StopSequence;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops the stack. */
@Command(
        name = "down",
        description = {
            "Stops the supervisor, the agent, the job with a savepoint, Flink, Alertmanager, Elasticsearch and Kafka, in"
                    + " this order. Data is kept: the next up goes on from there."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing runs any more", "1:something runs still", "2:wrong usage"})
public final class DownCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        DataDirectory data = DataDirectory.current();
        if (new RunRecords(data.run()).all().isEmpty()) {
            System.out.println("The stack does not run.");
            return 0;
        }
        try (StackLock lock = StackLock.acquire(data);
                ConsoleProgress progress = new ConsoleProgress()) {
            return new StopSequence(data, progress).stop() ? 0 : 1;
        }
    }
}
