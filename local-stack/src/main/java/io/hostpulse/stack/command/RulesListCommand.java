package io.hostpulse.stack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.rule.KnownToKafka;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.rule.TopicDefinitions;
import io.hostpulse.stack.view.RuleTable;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TerminalSize;
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
            "Rules that the job has refused are marked, and the reason is given."
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
            printJson(known.entries(), refusals);
        } else {
            printTables(known.definitions(), refusals);
        }
        return 0;
    }

    private void printJson(Map<String, RuleTopic.Entry> entries, Map<String, String> refusals) {
        List<String> listed = new ArrayList<>();
        entries.forEach(
                (id, entry) ->
                        entry.json()
                                .map(json -> withRefusal(id, json, refusals.get(id)))
                                .ifPresent(listed::add));
        spec.commandLine().getOut().println("[" + String.join(",\n", listed) + "]");
    }

    /** The rule, if it is one, with the reason under a key that rules do not have. */
    private static String withRefusal(String id, String json, String reason) {
        if (reason == null) {
            return json;
        }
        try {
            JsonNode tree = JSON.readTree(json);
            ObjectNode rule =
                    tree instanceof ObjectNode object
                            ? object
                            : JSON.createObjectNode().put("id", id);
            return rule.put("refused", reason).toString();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("id", id).put("refused", reason).toString();
        }
    }

    private void printTables(TopicDefinitions definitions, Map<String, String> refusals) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.ofStandardOutput();
        int width = width(terminal);
        RuleTable.ofRules(definitions.rules(), refusals.keySet(), width, terminal)
                .forEach(out::println);
        if (!definitions.maintenance().isEmpty()) {
            out.println();
            RuleTable.ofMaintenance(definitions.maintenance(), Instant.now(), width, terminal)
                    .forEach(out::println);
        }
        refusals.forEach(
                (id, reason) ->
                        out.println(terminal.paint(Colour.BAD, id + " is refused: " + reason)));
    }

    /** As wide as the terminal; as wide as it takes elsewhere. */
    static int width(Terminal terminal) {
        return terminal.isChangeable() ? TerminalSize.current().width() : Integer.MAX_VALUE;
    }
}
