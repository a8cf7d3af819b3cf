package io.hostpulse.agent;

import io.hostpulse.agent.log.LogOutput;
import io.hostpulse.agent.log.Secrets;
import io.hostpulse.agent.publish.OAuthAccess;
import io.hostpulse.wire.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
        List<String> wrongOptions = wrongOptions();
        try {
            LiveConfig config =
                    new LiveConfig(new ConfigSource(options, environment), System::nanoTime);
            if (!wrongOptions.isEmpty()) {
                return refuse(wrongOptions);
            }
            LogOutput.configure(config.get().log());
            OAuthAccess.allow(config.get().kafka());
            return run(config);
        } catch (InvalidConfigException e) {
            e.problems().forEach(this::printProblem);
            return wrongOptions.isEmpty() ? invalidConfigExitCode() : refuse(wrongOptions);
        } catch (IOException e) {
            printProblem(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /**
     * What is wrong with the command line. Options before a command would be those of a run, and
     * silently have no effect.
     */
    private List<String> wrongOptions() {
        List<String> wrong = new ArrayList<>();
        CommandLine parent = spec.commandLine().getParent();
        if (parent != null) {
            parent.getParseResult().errors().forEach(error -> wrong.add(error.getMessage()));
            if (!parent.getParseResult().matchedOptions().isEmpty()) {
                wrong.add("give options after the command " + spec.name() + ", not before it");
            }
        }
        spec.commandLine()
                .getParseResult()
                .errors()
                .forEach(error -> wrong.add(error.getMessage()));
        return wrong;
    }

    /** What follows an equals sign may be a secret. */
    private int refuse(List<String> wrongOptions) {
        wrongOptions.forEach(wrong -> printProblem(wrong.replaceAll("=[^'\"]*", "=...")));
        printProblem("see " + spec.qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
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
        spec.commandLine().getErr().println(SafeText.ofLines(Secrets.hide(line)));
        spec.commandLine().getErr().flush();
    }
}
