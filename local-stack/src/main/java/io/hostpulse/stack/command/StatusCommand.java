package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.view.StackStatus;
import io.hostpulse.stack.view.StatusProbe;
import io.hostpulse.stack.view.StatusReport;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.TerminalSize;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what runs, and whether it is well. */
@Command(
        name = "status",
        description =
                "Shows what runs, whether the job is healthy, its last checkpoint, how far each"
                        + " pipeline is behind, samples of the last minute and open alerts. A server"
                        + " that does not answer is waited for 3 s.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:healthy", "1:not running, or not healthy", "2:wrong usage"})
public final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean isJson;

    @Override
    public Integer call() {
        StatusProbe probe = new StatusProbe(DataDirectory.current(), Clock.systemUTC());
        if (isJson) {
            StackStatus status = probe.look();
            System.out.println(StatusReport.json(status));
            return exitCode(status);
        }
        Terminal terminal = Terminal.ofStandardOutput();
        TerminalSize size =
                terminal.isChangeable() ? TerminalSize.current() : TerminalSize.UNLIMITED_HEIGHT;
        // servers may take their time
        StatusReport.processes(probe.processes(), size.width(), terminal)
                .forEach(System.out::println);
        StackStatus status = probe.look();
        StatusReport.answers(status, size.width(), terminal).forEach(System.out::println);
        return exitCode(status);
    }

    private static int exitCode(StackStatus status) {
        return status.isHealthy() ? 0 : 1;
    }
}
