package io.hostpulse.stack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a topic holds, read; in the order of the ids. */
public final class TopicDefinitions {

    private final Map<String, Definition> definitions = new TreeMap<>();
    private final Map<String, String> problems = new TreeMap<>();

    /**
     * @param jsonById empty for what was deleted
     */
    public TopicDefinitions(Map<String, Optional<String>> jsonById) {
        jsonById.forEach((id, json) -> json.ifPresent(it -> read(id, it)));
    }

    public List<Rule> rules() {
        return only(Rule.class);
    }

    public List<String> ruleIds() {
        return rules().stream().map(Rule::id).toList();
    }

    public List<Maintenance> maintenance() {
        return only(Maintenance.class);
    }

    /** What is wrong with those that cannot be read, by id. The job refuses them too. */
    public Map<String, String> problems() {
        return problems;
    }

    /** Ids by key, of those that stand under another key. The job goes by the id. */
    public Map<String, String> strayIds() {
        Map<String, String> ids = new TreeMap<>();
        definitions.forEach(
                (key, definition) -> {
                    if (!key.equals(definition.id())) {
                        ids.put(key, definition.id());
                    }
                });
        return ids;
    }

    private void read(String id, String json) {
        try {
            definitions.put(id, RuleReader.read(json.getBytes(UTF_8)));
        } catch (InvalidRuleException e) {
            problems.put(id, e.getMessage());
        }
    }

    private <T extends Definition> List<T> only(Class<T> type) {
        return definitions.values().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
