package io.hostpulse.stack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.rule.KnownToKafka;
import io.hostpulse.stack.rule.TopicDefinitions;
import io.hostpulse.stack.view.RuleTable;
import io.hostpulse.stack.view.RuleWords;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TerminalSize;
import io.hostpulse.wire.SafeText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which rules hold. */
@Command(
        name = "list",
        description = {
            "Shows the rules and maintenance that Kafka has, and what they watch.",
            "Rules that the job has refused are marked, with the reason and what stays in force.",
            "Those that `rules sync` has written show the commit that they were read from."
        },
        sortOptions = false)
public final class RulesListCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "As a list of JSON objects, for programs.")
    private boolean isJson;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        KnownToKafka known = KnownToKafka.read(kafka.settings());
        Map<String, String> refusals = known.refusals(kafka.refusals(known.entries()));
        if (isJson) {
            printJson(known, refusals);
        } else {
            printTables(known, refusals);
        }
        return 0;
    }

    private void printJson(KnownToKafka known, Map<String, String> refusals) {
        List<String> listed = new ArrayList<>();
        known.entries()
                .forEach(
                        (key, entry) ->
                                entry.json()
                                        .map(json -> withRemarks(known, key, json, refusals))
                                        .ifPresent(listed::add));
        spec.commandLine().getOut().println("[" + String.join(",\n", listed) + "]");
    }

    /** The rule, if it is one, with what is known of it under keys that rules do not have. */
    private static String withRemarks(
            KnownToKafka known, String key, String json, Map<String, String> refusals) {
        ObjectNode rule =
                parse(json) instanceof ObjectNode object
                        ? object
                        : JSON.createObjectNode().put("id", key);
        if (!rule.path("id").asText(key).equals(key)) {
            rule.put("key", key);
        }
        if (refusals.containsKey(key)) {
            rule.put("refused", refusals.get(key));
            known.inForce(key).ifPresent(before -> rule.set("in_force", parse(before)));
        }
        known.entries()
                .get(key)
                .commit()
                .ifPresent(commit -> rule.put("commit", commit.toString()));
        return rule.toString();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private void printTables(KnownToKafka known, Map<String, String> refusals) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.ofStandardOutput();
        int width = width(terminal);
        TopicDefinitions definitions = known.definitions();
        RuleTable.ofRules(
                        definitions.rules(),
                        definitions.problems().keySet(),
                        refusals.keySet(),
                        known.commits(),
                        width,
                        terminal)
                .forEach(out::println);
        if (!definitions.maintenance().isEmpty()) {
            out.println();
            RuleTable.ofMaintenance(definitions.maintenance(), Instant.now(), width, terminal)
                    .forEach(out::println);
        }
        refusals.forEach(
                (id, reason) ->
                        out.println(
                                terminal.paint(
                                        Colour.BAD,
                                        SafeText.ofLine(
                                                "%s is refused: %s. %s"
                                                        .formatted(
                                                                id,
                                                                reason,
                                                                standing(known, id))))));
        definitions
                .strayIds()
                .forEach(
                        (key, id) ->
                                out.println(
                                        terminal.paint(
                                                Colour.WARNING,
                                                SafeText.ofLine(
                                                        ("the record %1$s holds '%2$s': the job takes it as"
                                                                        + " '%2$s', and does not end it when '%1$s' is"
                                                                        + " deleted; apply '%2$s' and delete '%1$s'")
                                                                .formatted(key, id)))));
    }

    /** What the job does instead of a rule that it has refused. */
    private static String standing(KnownToKafka known, String id) {
        return known.inForce(id)
                .map(RuleWords::ofJson)
                .map(words -> "The version before stays in force: " + words)
                .orElse("If the job took a version before, that stays in force");
    }

    /** As wide as the terminal; as wide as it takes elsewhere. */
    static int width(Terminal terminal) {
        return terminal.isChangeable() ? TerminalSize.current().width() : Integer.MAX_VALUE;
    }
}
