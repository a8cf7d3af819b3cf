package io.hostpulse.stack.command;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;

/** The servers of the stack in the current data directory, for commands that are told no other. */
final class RunningStack {

    private RunningStack() {}

    /**
     * Where a server of the stack answers.
     *
     * @param option by which the command can be told another
     * @throws StackException if it does not run
     */
    static String address(Component server, String option) {
        RunRecord record =
                new RunRecords(DataDirectory.current().run())
                        .find(server)
                        .orElseThrow(() -> notRunning(server, option));
        if (!record.isAlive()) {
            throw new StackException(
                    record.tellEnd() + ". `./hostpulse up` starts what has ended.");
        }
        return record.address();
    }

    private static StackException notRunning(Component server, String option) {
        String title =
                server == Component.JOBMANAGER || server == Component.TASKMANAGER
                        ? "Flink"
                        : server.title();
        return new StackException(
                "The stack does not run: start it with `./hostpulse up`, or name another %s with %s."
                        .formatted(title, option));
    }
}
