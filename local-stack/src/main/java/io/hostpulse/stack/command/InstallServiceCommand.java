package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.service.SystemdUnit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the stack a service of systemd. */
@Command(
        name = "install-service",
        description = {
            "Writes a unit of systemd that runs `hostpulse up`, so that the stack is there again after"
                    + " a reboot, and says how to enable it. It runs as the user who calls this, also"
                    + " by sudo.",
            "Options for `up` come after --, such as: hostpulse install-service -- --interval 1s"
        },
        sortOptions = false)
public final class InstallServiceCommand implements Callable<Integer> {

    @Option(
            names = "--user",
            description = "A unit of this user's own, which needs no other rights.")
    private boolean isOfUser;

    @Option(names = "--uninstall", description = "Remove the unit.")
    private boolean isUninstall;

    @Option(names = "--print", description = "Print the unit and write nothing.")
    private boolean isPrint;

    @Parameters(arity = "0..*", paramLabel = "UP-OPTION", description = "For `hostpulse up`.")
    private List<String> upOptions = List.of();

    @Spec private CommandSpec spec;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        requireUpOptions();
        Path file = SystemdUnit.directory(isOfUser).resolve(SystemdUnit.NAME);
        if (isPrint) {
            out.print(unit());
        } else if (isUninstall) {
            uninstall(file);
        } else {
            install(file);
        }
        return 0;
    }

    private void requireUpOptions() {
        if (upOptions.stream().anyMatch(List.of("-d", "--detach", "--fresh")::contains)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a service neither detaches nor starts afresh each time: leave out --detach and --fresh");
        }
        try {
            new CommandLine(new UpCommand())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(upOptions.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ParameterException(
                    spec.commandLine(), "for `hostpulse up`: " + e.getMessage(), e);
        }
    }

    private String unit() {
        Path tree = SourceTree.current().root();
        List<String> command = new ArrayList<>();
        command.add(tree.resolve("hostpulse").toString());
        command.add("up");
        command.addAll(List.of("--data-dir", DataDirectory.current().root().toString()));
        command.addAll(upOptions);
        return new SystemdUnit(command, isOfUser ? Optional.empty() : Optional.of(callingUser()))
                .text(tree.resolve("docs/operations.md"));
    }

    private static String callingUser() {
        return Optional.ofNullable(System.getenv("SUDO_USER"))
                .orElseGet(() -> System.getProperty("user.name"));
    }

    private void install(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, unit());
        } catch (IOException e) {
            throw failure("written", file, e);
        }
        out.println("Written: " + file);
        out.println("Now, with the stack stopped (`hostpulse down`):");
        out.println("  " + systemctl("daemon-reload"));
        out.println("  " + systemctl("enable --now hostpulse"));
        if (isOfUser) {
            out.println("  loginctl enable-linger    # so that it starts before you log in");
        }
        out.println("Its log: journalctl " + (isOfUser ? "--user " : "") + "-u hostpulse");
    }

    private void uninstall(Path file) {
        if (!Files.exists(file)) {
            out.println("There is no " + file + ".");
            return;
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw failure("removed", file, e);
        }
        out.println("Removed: " + file);
        out.println("Now: " + systemctl("stop hostpulse") + "; " + systemctl("daemon-reload"));
    }

    private String systemctl(String arguments) {
        return isOfUser ? "systemctl --user " + arguments : "sudo systemctl " + arguments;
    }

    private static StackException failure(String done, Path file, IOException e) {
        return new StackException(
                e instanceof AccessDeniedException
                        ? "%s cannot be %s by this user: call this with sudo, or with --user."
                                .formatted(file, done)
                        : "%s cannot be %s: %s.".formatted(file, done, e.getMessage()),
                e);
    }
}
