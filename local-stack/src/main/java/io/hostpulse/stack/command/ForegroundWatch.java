package io.hostpulse.stack.command;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StopSequence;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.supervise.Supervisor;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Stays with a running stack as its supervisor, and stops everything when interrupted. Ends by
 * itself when another command has stopped the stack.
 */
final class ForegroundWatch {

    private final DataDirectory data;
    private final PrintStream out;
    private final Supervisor supervisor;

    ForegroundWatch(DataDirectory data, PrintStream out, Terminal terminal) {
        this.data = data;
        this.out = out;
        this.supervisor =
                new Supervisor(data, event -> out.println(terminal.paint(Colour.WARNING, event)));
    }

    void run() {
        out.println("Ctrl-C stops everything. What ends by itself is started again.");
        supervisor.register();
        new InterruptAction(this::stop).guard(supervisor::run);
        out.println("The stack was stopped by another command.");
    }

    private void stop() {
        supervisor.stop();
        out.println();
        Optional<StackLock> lock = StackLock.tryAcquire(data);
        if (lock.isEmpty()) {
            out.println("Another command is stopping the stack.");
            return;
        }
        try (StackLock held = lock.get();
                ConsoleProgress progress = new ConsoleProgress()) {
            // this process itself, which the stop is not to wait for
            new RunRecords(data.run()).remove(Component.SUPERVISOR);
            new StopSequence(data, progress).stop();
        }
    }
}
