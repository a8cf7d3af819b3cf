package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StopSequence;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stays with a running stack: tells when a process dies, and stops everything when interrupted.
 * Ends by itself when another command has stopped the stack, or when nothing of it is left.
 */
final class ForegroundWatch {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final DataDirectory data;
    private final RunRecords records;
    private final PrintStream out;
    private final Terminal terminal;
    private final Set<RunRecord> reported = new HashSet<>();

    ForegroundWatch(DataDirectory data, PrintStream out, Terminal terminal) {
        this.data = data;
        this.records = new RunRecords(data.run());
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * @return 0 if the stack was stopped, 1 if all of it died
     */
    int run() {
        out.println("Ctrl-C stops everything.");
        int[] exitCode = new int[1];
        new InterruptAction(this::stop).guard(() -> exitCode[0] = watch());
        return exitCode[0];
    }

    private int watch() {
        while (true) {
            List<RunRecord> all = records.all();
            if (all.isEmpty()) {
                out.println("The stack was stopped by another command.");
                return 0;
            }
            List<RunRecord> dead = all.stream().filter(record -> !record.isAlive()).toList();
            if (!dead.isEmpty() && !isBeingStopped()) {
                dead.stream().filter(reported::add).forEach(this::report);
                if (dead.size() == all.size()) {
                    return 1;
                }
            }
            Pause.of(LOOK_INTERVAL);
        }
    }

    /** A command that stops processes holds the lock while it does so. */
    private boolean isBeingStopped() {
        Optional<StackLock> lock = StackLock.tryAcquire(data);
        lock.ifPresent(StackLock::close);
        return lock.isEmpty();
    }

    private void report(RunRecord record) {
        out.println(terminal.paint(Colour.BAD, record.tellEnd()));
    }

    private void stop() {
        out.println();
        Optional<StackLock> lock = StackLock.tryAcquire(data);
        if (lock.isEmpty()) {
            out.println("Another command is stopping the stack.");
            return;
        }
        try (StackLock held = lock.get();
                ConsoleProgress progress = new ConsoleProgress()) {
            new StopSequence(data, progress).stop();
        }
    }
}
