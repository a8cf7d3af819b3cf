package io.hostpulse.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Without a command the agent runs. */
@Command(
        name = "collector-agent",
        description = {
            "Reads this host at a steady pace and publishes every reading to Kafka.",
            "Without a command it runs; options without a command are those of run."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            ExitCodes.DONE,
            ExitCodes.CANNOT_RUN,
            ExitCodes.WRONG_CONFIGURATION,
            ExitCodes.OUT_OF_MEMORY,
            ExitCodes.TERMINATED
        },
        footer = {
            "",
            "Every setting can be given by the environment too: groups.cpu.interval as"
                    + " HOSTPULSE_GROUPS_CPU_INTERVAL,",
            "--bootstrap-servers as HOSTPULSE_BOOTSTRAP_SERVERS, and so on."
                    + " Flags go before the environment, the environment",
            "before the file."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = AgentVersion.class)
public final class CollectorAgent extends RunCommand {

    @Option(names = "--once", description = "The same as the command once.")
    private boolean once;

    private CollectorAgent(Map<String, String> environment) {
        super(environment);
    }

    public static void main(String[] arguments) {
        int exitCode = commandLine(System.getenv(), CheckCommand.PATIENCE).execute(arguments);
        System.exit(exitCode);
    }

    static CommandLine commandLine(Map<String, String> environment, Duration patience) {
        CommandLine agent =
                new CommandLine(new CollectorAgent(environment))
                        .addSubcommand(new RunCommand(environment))
                        .addSubcommand(new CheckCommand(environment, patience))
                        .addSubcommand(new OnceCommand(environment));
        // so that they are told together with what is wrong with the configuration
        collectErrors(agent);
        agent.getSubcommands().values().forEach(CollectorAgent::collectErrors);
        return agent;
    }

    private static void collectErrors(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
    }

    @Override
    int run(LiveConfig config) throws IOException, InterruptedException {
        if (once) {
            print(OnceCommand.takeSample(config));
            return 0;
        }
        return super.run(config);
    }
}
