package io.hostpulse.stack.command;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.rule.TopicDefinitions;
import io.hostpulse.stack.view.RuleTable;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TerminalSize;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which rules hold. */
@Command(
        name = "list",
        description = "Shows the rules and maintenance that Kafka has, and what they watch.",
        sortOptions = false)
public final class RulesListCommand implements Callable<Integer> {

    @Option(names = "--json", description = "As a list of JSON objects, for programs.")
    private boolean isJson;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Optional<String>> jsonById = kafka.topic().readAll();
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(
                    jsonById.values().stream()
                            .flatMap(Optional::stream)
                            .collect(joining(",\n", "[", "]")));
            return 0;
        }
        Terminal terminal = Terminal.ofStandardOutput();
        int width = width(terminal);
        TopicDefinitions definitions = new TopicDefinitions(jsonById);
        RuleTable.ofRules(definitions.rules(), width, terminal).forEach(out::println);
        if (!definitions.maintenance().isEmpty()) {
            out.println();
            RuleTable.ofMaintenance(definitions.maintenance(), Instant.now(), width, terminal)
                    .forEach(out::println);
        }
        definitions
                .problems()
                .forEach(
                        (id, problem) ->
                                out.println(
                                        terminal.paint(
                                                Colour.BAD, id + " is refused: " + problem)));
        return 0;
    }

    /** As wide as the terminal; as wide as it takes elsewhere. */
    static int width(Terminal terminal) {
        return terminal.isChangeable() ? TerminalSize.current().width() : Integer.MAX_VALUE;
    }
}
