package io.hostpulse.stack.rule;

import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.NearestNames;
import io.hostpulse.wire.rule.Problem;
import io.hostpulse.wire.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The rules that maintenance names, of which there need not be one. */
public final class MaintainedRules {

    private static final int MAX_SUGGESTIONS = 3;

    private MaintainedRules() {}

    /**
     * Names of rules that are neither among {@code definitions} nor {@code present}.
     *
     * @param present ids of other rules that are known
     */
    public static List<RuleFileProblem> unknown(
            List<FiledDefinition> definitions, Collection<String> present) {
        TreeSet<String> known = new TreeSet<>(present);
        definitions.stream()
                .filter(filed -> filed.definition() instanceof Rule)
                .forEach(filed -> known.add(filed.id()));
        List<RuleFileProblem> unknown = new ArrayList<>();
        for (FiledDefinition filed : definitions) {
            if (filed.definition() instanceof Maintenance maintenance) {
                for (int i = 0; i < maintenance.rules().size(); i++) {
                    String id = maintenance.rules().get(i);
                    String key = "rules[" + i + "]";
                    if (!known.contains(id)) {
                        unknown.add(
                                new RuleFileProblem(
                                        filed.file(),
                                        filed.lineOf(key),
                                        new Problem(key, absence(id, known))));
                    }
                }
            }
        }
        return unknown;
    }

    /** That there is no rule {@code id}, and which may be meant. */
    public static String absence(String id, Collection<String> known) {
        List<String> near = NearestNames.of(id, known, MAX_SUGGESTIONS);
        return "there is no rule '"
                + id
                + "'"
                + (near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?");
    }
}
