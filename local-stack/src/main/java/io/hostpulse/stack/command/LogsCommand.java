package io.hostpulse.stack.command;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.LogTail;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.wire.SafeText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the logs of the stack's processes. */
@Command(
        name = "logs",
        description = "Shows the end of the logs: of one component, or of all.",
        sortOptions = false)
public final class LogsCommand implements Callable<Integer> {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(300);

    private static final int TITLE_WIDTH =
            Stream.of(Component.values()).mapToInt(it -> it.id().length()).max().orElse(0);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "COMPONENT",
            description =
                    "kafka, elasticsearch, kibana, alertmanager, jobmanager, taskmanager, agent or"
                            + " supervisor.")
    private String componentId;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is logged from now on.")
    private boolean isFollowing;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "Lines of each log, default ${DEFAULT-VALUE}.")
    private int lineCount;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (lineCount < 0) {
            throw new ParameterException(
                    spec.commandLine(), "-n must be 0 or more, not " + lineCount);
        }
        DataDirectory data = DataDirectory.current();
        Map<Component, LogTail> tails = new LinkedHashMap<>();
        for (Component component : components()) {
            tails.put(component, new LogTail(logOf(data, component)));
        }
        if (!isFollowing
                && tails.keySet().stream().noneMatch(it -> logOf(data, it).toFile().exists())) {
            throw new StackException(
                    "There are no logs in %s yet: `./hostpulse up` starts a stack."
                            .formatted(data.logs()));
        }
        boolean isPrefixed = tails.size() > 1;
        tails.forEach((it, tail) -> print(it, tail.lastLines(lineCount), isPrefixed));
        while (isFollowing) {
            Pause.of(LOOK_INTERVAL);
            tails.forEach((it, tail) -> print(it, tail.newLines(), isPrefixed));
        }
        return 0;
    }

    private List<Component> components() {
        if (componentId == null) {
            return List.of(Component.values());
        }
        return List.of(
                Component.find(componentId)
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "there is no component '"
                                                        + componentId
                                                        + "', but "
                                                        + String.join(
                                                                ", ",
                                                                Stream.of(Component.values())
                                                                        .map(Component::id)
                                                                        .toList()))));
    }

    private static Path logOf(DataDirectory data, Component component) {
        return new RunRecords(data.run())
                .find(component)
                .map(RunRecord::tellingLog)
                .orElse(data.log(component));
    }

    private static void print(Component component, List<String> lines, boolean isPrefixed) {
        String prefix = isPrefixed ? "%-" + TITLE_WIDTH + "s | " : "";
        lines.forEach(
                line ->
                        System.out.println(
                                prefix.formatted(component.id()) + SafeText.ofLines(line)));
    }
}
