package io.hostpulse.agent;

import io.hostpulse.agent.log.LogOutput;
import io.hostpulse.agent.log.Secrets;
import io.hostpulse.agent.publish.OAuthAccess;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common: the configuration, and how they say what is wrong with it. */
abstract class AgentCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private AgentOptions options = new AgentOptions();

    private final Map<String, String> environment;

    AgentCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public final Integer call() throws InterruptedException {
        refuseOptionsBeforeTheCommand();
        try {
            LiveConfig config =
                    new LiveConfig(new ConfigSource(options, environment), System::nanoTime);
            LogOutput.configure(config.get().log());
            OAuthAccess.allow(config.get().kafka());
            return run(config);
        } catch (InvalidConfigException e) {
            e.problems().forEach(this::printProblem);
            return invalidConfigExitCode();
        } catch (IOException e) {
            printProblem(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** They would be those of a run, and silently have no effect. */
    private void refuseOptionsBeforeTheCommand() {
        CommandLine parent = spec.commandLine().getParent();
        if (parent != null && !parent.getParseResult().matchedOptions().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "give options after the command " + spec.name() + ", not before it");
        }
    }

    /**
     * @return the exit code
     * @throws IOException if it cannot run for a reason that the operator can remove
     */
    abstract int run(LiveConfig config) throws IOException, InterruptedException;

    int invalidConfigExitCode() {
        return CommandLine.ExitCode.USAGE;
    }

    final void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    final void printProblem(String line) {
        spec.commandLine().getErr().println(Secrets.hide(line));
        spec.commandLine().getErr().flush();
    }
}
