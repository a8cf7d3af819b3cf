package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.supervise.Supervisor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the supervisor, which {@code up --detach} starts. */
@Command(
        name = "supervise",
        hidden = true,
        description =
                "Starts again what ends of the running stack, until that is stopped. `up` runs it;"
                        + " nobody else needs to.")
public final class SuperviseCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Supervisor supervisor = new Supervisor(DataDirectory.current(), sentence -> {});
        new InterruptAction(supervisor::stop).guard(supervisor::run);
        return 0;
    }
}
