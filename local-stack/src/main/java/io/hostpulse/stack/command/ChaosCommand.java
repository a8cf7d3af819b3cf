package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.chaos.ChaosReport;
import io.hostpulse.stack.chaos.ChaosRun;
import io.hostpulse.stack.chaos.ChaosSchedule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Breaks a stack of its own, and looks whether anything was lost, doubled or wrong. */
@Command(
        name = "chaos",
        description = {
            "Starts a stack of its own beside any other, and breaks it while a simulated fleet sends:"
                    + " kills, stops and freezes its processes, fills its disks, sets clocks, sends"
                    + " garbage, changes rules, upgrades the jobs and rolls them back.",
            "In the end records, documents, windows, alerts and notifications are compared with what"
                    + " must come of what was sent. Nothing of it is left unless something differs.",
            "The same seed and length break the same things at the same times. Disks are filled only"
                    + " where this user may mount small file systems, as root may."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as it must be",
            "1:something differs, or the stack did not start or recover",
            "2:wrong usage"
        })
public final class ChaosCommand implements Callable<Integer> {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides everything random, default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            description =
                    "How long things are broken, default ${DEFAULT-VALUE}. Starting, recovering and"
                            + " comparing take some minutes more.")
    private int minutes;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "30",
            description = "Of the fleet, each sends every second; default ${DEFAULT-VALUE}.")
    private int hosts;

    @Option(names = "--list", description = "Show what would be done, and do nothing.")
    private boolean isList;

    @Option(names = "--keep", description = "Keep the stack's directory even if nothing differs.")
    private boolean isKept;

    @Spec private CommandSpec spec;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        if (minutes < 1 || hosts < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes and --hosts must be 1 or more");
        }
        ChaosSchedule schedule = ChaosSchedule.of(seed, Duration.ofMinutes(minutes));
        if (isList) {
            schedule.faults().forEach(fault -> out.println("  " + fault));
            return 0;
        }
        Path directory = makeDirectory();
        out.printf(
                "Seed %d, %d min, %d hosts, %d faults, in %s%n",
                seed, minutes, hosts, schedule.faults().size(), directory);
        boolean isWell = run(schedule, directory);
        if (isWell && !isKept) {
            DataDirectory.delete(directory);
        } else {
            out.println("Logs and data are in " + directory);
        }
        return isWell ? 0 : 1;
    }

    private boolean run(ChaosSchedule schedule, Path directory) {
        try (ChaosRun run = new ChaosRun(schedule, hosts, directory, out);
                ConsoleProgress progress = new ConsoleProgress()) {
            boolean[] isWell = {false};
            new InterruptAction(
                            () -> {
                                progress.note("Interrupted: the stack is stopped and removed.");
                                run.close();
                                DataDirectory.delete(directory);
                            })
                    .guard(
                            () ->
                                    isWell[0] =
                                            new ChaosReport(schedule, run.run(progress))
                                                    .print(out));
            return isWell[0];
        } catch (RuntimeException e) {
            out.println("Logs and data are in " + directory);
            throw e;
        }
    }

    private static Path makeDirectory() {
        try {
            return Files.createTempDirectory("hostpulse-chaos-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for the stack", e);
        }
    }
}
