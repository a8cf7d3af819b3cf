package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.rule.TopicDefinitions;
import io.hostpulse.wire.rule.Maintenance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends maintenance. */
@Command(
        name = "end",
        description = "Ends maintenance now, and forgets it. What still fires is told.",
        sortOptions = false)
public final class MaintenanceEndCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids, as `list` shows them.")
    private List<String> ids;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        RuleTopic topic = kafka.topic();
        Map<String, Optional<String>> present = topic.readAll();
        List<String> maintenance =
                new TopicDefinitions(present).maintenance().stream().map(Maintenance::id).toList();
        RulesDeleteCommand.delete(
                topic, ids, maintenance.stream().collect(Collectors.toMap(id -> id, present::get)));
        ids.forEach(id -> spec.commandLine().getOut().println("ended  " + id));
        return 0;
    }
}
