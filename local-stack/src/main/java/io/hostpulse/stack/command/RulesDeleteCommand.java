package io.hostpulse.stack.command;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.wire.rule.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes rules. */
@Command(
        name = "delete",
        description = {
            "Deletes rules. What fires because of them is resolved.",
            "If there is none with one of the ids, nothing is deleted."
        },
        sortOptions = false)
public final class RulesDeleteCommand implements Callable<Integer> {

    private static final int MAX_SUGGESTIONS = 3;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids, as `list` shows them.")
    private List<String> ids;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        RuleTopic topic = kafka.topic();
        delete(topic, ids, topic.readAll());
        ids.forEach(id -> spec.commandLine().getOut().println("deleted  " + id));
        return 0;
    }

    /**
     * Deletes all of {@code ids} or none.
     *
     * @throws StackException if one is not present, naming those like it
     */
    static void delete(RuleTopic topic, List<String> ids, Map<String, Optional<String>> present) {
        List<String> known =
                present.entrySet().stream()
                        .filter(entry -> entry.getValue().isPresent())
                        .map(Map.Entry::getKey)
                        .toList();
        List<String> complaints = new ArrayList<>();
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        for (String id : ids) {
            if (!known.contains(id)) {
                complaints.add(complain(id, known));
            }
            changes.put(id, Optional.empty());
        }
        if (!complaints.isEmpty()) {
            throw new StackException("Nothing was deleted: " + String.join("; ", complaints));
        }
        topic.write(changes);
    }

    private static String complain(String id, List<String> known) {
        List<String> near = NearestNames.of(id, known, MAX_SUGGESTIONS);
        return "there is no '"
                + id
                + "'"
                + (near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?");
    }
}
