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
                "Shows what runs, whether the job is healthy, its last checkpoint, samples of the"
                        + " last minute and open alerts.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:healthy", "1:not running, or not healthy", "2:wrong usage"})
public final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean isJson;

    @Override
    public Integer call() {
        StackStatus status = new StatusProbe(DataDirectory.current(), Clock.systemUTC()).look();
        if (isJson) {
            System.out.println(StatusReport.json(status));
        } else {
            Terminal terminal = Terminal.ofStandardOutput();
            TerminalSize size =
                    terminal.isChangeable()
                            ? TerminalSize.current()
                            : TerminalSize.UNLIMITED_HEIGHT;
            StatusReport.text(status, size.width(), terminal).forEach(System.out::println);
        }
        return status.isHealthy() ? 0 : 1;
    }
}
