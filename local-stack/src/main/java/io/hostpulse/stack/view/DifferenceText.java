package io.hostpulse.stack.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.rule.FieldChange;
import io.hostpulse.stack.rule.GitCommit;
import io.hostpulse.stack.rule.RuleChanges.Kind;
import io.hostpulse.stack.rule.RuleDifference;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.wire.SafeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How rules in Kafka differ from files, for people. */
public final class DifferenceText {

    private static final String INDENT = " ".repeat(11);

    private DifferenceText() {}

    /** One line for each that differs, then one for each of its fields. */
    public static List<String> lines(RuleDifference difference, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        difference
                .changes()
                .kindById()
                .forEach(
                        (id, kind) -> {
                            switch (kind) {
                                case ADDED -> lines.add(line(terminal, Colour.GOOD, "added", id));
                                case CHANGED -> {
                                    lines.add(line(terminal, Colour.WARNING, "changed", id));
                                    difference.changes().fieldsById().get(id).stream()
                                            .map(DifferenceText::describe)
                                            .forEach(lines::add);
                                }
                                case RETRIED ->
                                        lines.add(
                                                line(terminal, Colour.WARNING, "retried", id)
                                                        + "  (the same, but the job has refused it)");
                                case UNCHANGED -> {}
                            }
                        });
        if (difference.isPruned()) {
            difference
                    .surplus()
                    .forEach(
                            (id, commit) ->
                                    lines.add(
                                            line(terminal, Colour.BAD, "removed", id)
                                                    + "  ("
                                                    + origin(commit)
                                                    + ")"));
        }
        return lines;
    }

    /** That rules are to be removed of which nobody may think, before they are. */
    public static Optional<String> warning(RuleDifference difference) {
        long ofNoCommit = difference.surplus().values().stream().filter(Optional::isEmpty).count();
        return difference.isPruned() && ofNoCommit > 0
                ? Optional.of(
                        "--prune removes rules of no commit too, here %d: they came by `rules apply`, as stock rules, or from a folder without git."
                                .formatted(ofNoCommit))
                : Optional.empty();
    }

    /** How many there are of each sort. */
    public static String summary(RuleDifference difference) {
        long retried = count(difference, Kind.RETRIED);
        int surplus = difference.surplus().size();
        return "%d added, %d changed, %d removed, %d unchanged"
                        .formatted(
                                count(difference, Kind.ADDED),
                                count(difference, Kind.CHANGED),
                                difference.isPruned() ? surplus : 0,
                                count(difference, Kind.UNCHANGED))
                + (retried > 0 ? ", %d told to the job again".formatted(retried) : "")
                + (difference.isPruned() || surplus == 0
                        ? ""
                        : ", %d in no file, which --prune removes".formatted(surplus));
    }

    private static long count(RuleDifference difference, Kind kind) {
        return Collections.frequency(difference.changes().kindById().values(), kind);
    }

    private static String line(Terminal terminal, Colour colour, String word, String id) {
        return terminal.paint(colour, "%-9s".formatted(word)) + "  " + SafeText.ofLine(id);
    }

    private static String origin(Optional<GitCommit> commit) {
        return commit.map(it -> "of commit " + it.abbreviated()).orElse("of no commit");
    }

    private static String describe(FieldChange field) {
        return INDENT
                + SafeText.ofLine(field.key())
                + ": "
                + value(field.before())
                + " -> "
                + value(field.after());
    }

    private static String value(Optional<JsonNode> value) {
        return value.map(FlowYaml::of).orElse("(not set)");
    }
}
