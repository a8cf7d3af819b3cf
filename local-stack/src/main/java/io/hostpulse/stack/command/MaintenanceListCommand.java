package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.TopicDefinitions;
import io.hostpulse.stack.view.RuleTable;
import io.hostpulse.stack.view.Terminal;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the maintenance. */
@Command(
        name = "list",
        description = "Shows the maintenance that is planned, running and over.",
        sortOptions = false)
public final class MaintenanceListCommand implements Callable<Integer> {

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        TopicDefinitions definitions = new TopicDefinitions(kafka.topic().readAll());
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.ofStandardOutput();
        RuleTable.ofMaintenance(
                        definitions.maintenance(),
                        Instant.now(),
                        RulesListCommand.width(terminal),
                        terminal)
                .forEach(out::println);
        return 0;
    }
}
