package io.hostpulse.stack.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.rule.MaintainedRules;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.rule.TopicDefinitions;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Problem;
import io.hostpulse.wire.rule.RuleReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Begins or plans maintenance. */
@Command(
        name = "add",
        description = "Mutes alerts of hosts, from now or from a time on.",
        sortOptions = false)
public final class MaintenanceAddCommand implements Callable<Integer> {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'maintenance-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Option(
            names = "--host",
            required = true,
            paramLabel = "GLOB",
            description = "Names or ids of hosts; may be given more than once. '*' is all hosts.")
    private List<String> hosts;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long, such as 2h30m.")
    private Duration duration;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "When it begins, such as 2026-01-01T00:00:00Z; default now.")
    private Instant from;

    @Option(
            names = "--rule",
            paramLabel = "ID",
            description = "Rules whose alerts are muted; may be given more than once. Default all.")
    private List<String> rules = List.of();

    @Option(
            names = "--comment",
            required = true,
            paramLabel = "TEXT",
            description = "What is done, and by whom.")
    private String comment;

    @Option(names = "--id", paramLabel = "ID", description = "Default made of the present time.")
    private String id;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode tree = maintenance(now);
        try {
            RuleReader.read(tree);
        } catch (InvalidRuleException e) {
            throw new StackException("The maintenance is wrong: " + e.getMessage() + ".", e);
        }
        RuleTopic topic = kafka.topic();
        Map<String, Optional<String>> present = topic.readAll();
        String itsId = tree.path("maintenance").textValue();
        if (present.getOrDefault(itsId, Optional.empty()).isPresent()) {
            throw new StackException("'" + itsId + "' is taken; give another --id.");
        }
        warnOfUnknownRules(new TopicDefinitions(present).ruleIds());
        topic.write(Map.of(itsId, Optional.of(tree.toString())));
        spec.commandLine()
                .getOut()
                .println("added  " + itsId + "  until " + tree.path("to").textValue());
        return 0;
    }

    private ObjectNode maintenance(Instant now) {
        Instant begin = from == null ? now : from;
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("maintenance", id == null ? ID.format(now) : id);
        tree.put("comment", comment);
        hosts.forEach(tree.putObject("hosts").putArray("names")::add);
        if (!rules.isEmpty()) {
            rules.forEach(tree.putArray("rules")::add);
        }
        tree.put("from", begin.toString());
        tree.put("to", begin.plus(duration).toString());
        return tree;
    }

    /** As for maintenance in a file: the rule may be yet to come. */
    private void warnOfUnknownRules(List<String> known) {
        PrintWriter err = spec.commandLine().getErr();
        rules.stream()
                .filter(rule -> !known.contains(rule))
                .map(rule -> new Problem("--rule", MaintainedRules.absence(rule, known)))
                .forEach(problem -> err.println(problem.asWarning()));
    }
}
