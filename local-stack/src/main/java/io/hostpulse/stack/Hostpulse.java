package io.hostpulse.stack;

import io.hostpulse.stack.command.ChaosCommand;
import io.hostpulse.stack.command.DecimalConverter;
import io.hostpulse.stack.command.DownCommand;
import io.hostpulse.stack.command.ErrorReport;
import io.hostpulse.stack.command.HostsCommand;
import io.hostpulse.stack.command.InstallServiceCommand;
import io.hostpulse.stack.command.LoadCommand;
import io.hostpulse.stack.command.LogsCommand;
import io.hostpulse.stack.command.MaintenanceCommand;
import io.hostpulse.stack.command.ReplayCommand;
import io.hostpulse.stack.command.RollbackCommand;
import io.hostpulse.stack.command.RulesCommand;
import io.hostpulse.stack.command.SavepointCommand;
import io.hostpulse.stack.command.StatusCommand;
import io.hostpulse.stack.command.TopCommand;
import io.hostpulse.stack.command.TopicsCommand;
import io.hostpulse.stack.command.UpCommand;
import io.hostpulse.stack.command.UpgradeCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
        name = "hostpulse",
        description = {
            "Watches hosts in real time: OSHI agents, Kafka, Flink, Elasticsearch.",
            "Each command has its own --help."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            SavepointCommand.class,
            UpgradeCommand.class,
            RollbackCommand.class,
            LogsCommand.class,
            TopCommand.class,
            TopicsCommand.class,
            HostsCommand.class,
            RulesCommand.class,
            MaintenanceCommand.class,
            LoadCommand.class,
            ReplayCommand.class,
            ChaosCommand.class,
            InstallServiceCommand.class
        },
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Hostpulse.Version.class,
        scope = ScopeType.INHERIT)
public final class Hostpulse {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where the stack keeps its data, default .hostpulse of the source tree.")
    void useDataDirectory(Path directory) {
        System.setProperty(DataDirectory.PROPERTY, directory.toAbsolutePath().toString());
    }

    /** The version that was built, as the jar's manifest has it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Hostpulse.class.getPackage().getImplementationVersion();
            return new String[] {"hostpulse " + (version == null ? "(not packaged)" : version)};
        }
    }

    private Hostpulse() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * @return the exit code: 0 if it was done, 1 if not, 2 if it was asked for wrongly
     */
    static int run(String... args) {
        CommandLine commandLine =
                new CommandLine(new Hostpulse())
                        .registerConverter(double.class, new DecimalConverter())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(new ErrorReport())
                        .setParameterExceptionHandler(new ErrorReport())
                        .setUsageHelpAutoWidth(true);
        if (args.length == 0) {
            commandLine.usage(System.out);
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }
}
