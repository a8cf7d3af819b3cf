package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the indices of each kind are kept: lifecycle policies, and the component templates that
 * name them.
 *
 * <p>A policy goes from hot straight to delete. Nothing makes an index read-only before, and so
 * nothing merges its segments by force, which would: a backlog or a wrong clock may write to any
 * day, and a write that is refused for ever would hold up all others.
 */
public final class IndexLifecycles {

    private static final Map<IndexName, Integer> RETENTION_DAYS = retentionDays();

    private IndexLifecycles() {}

    /** Bodies of lifecycle policies by name, written as the server writes them. */
    public static Map<String, ObjectNode> policies() {
        Map<String, ObjectNode> policies = new LinkedHashMap<>();
        RETENTION_DAYS.forEach(
                (name, days) -> policies.put(IndexTemplates.templateName(name), policy(days)));
        return policies;
    }

    /** Bodies of the component templates that put an index under its policy, by name. */
    public static Map<String, ObjectNode> componentTemplates() {
        Map<String, ObjectNode> templates = new LinkedHashMap<>();
        for (IndexName name : RETENTION_DAYS.keySet()) {
            templates.put(componentTemplateName(name), componentTemplate(name));
        }
        return templates;
    }

    /** Whether indices of this kind are deleted some day. */
    static boolean hasOne(IndexName name) {
        return RETENTION_DAYS.containsKey(name);
    }

    static String componentTemplateName(IndexName name) {
        return IndexTemplates.templateName(name) + "-lifecycle";
    }

    private static Map<IndexName, Integer> retentionDays() {
        Map<IndexName, Integer> days = new EnumMap<>(IndexName.class);
        days.put(IndexName.SAMPLES, 7);
        days.put(IndexName.WINDOWS, 30);
        days.put(IndexName.ALERTS, 400);
        days.put(IndexName.ALERT_HISTORY, 400);
        days.put(IndexName.DEAD_LETTERS, 30);
        return days;
    }

    private static ObjectNode policy(int days) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode phases = body.putObject("policy").putObject("phases");
        phases.putObject("hot").put("min_age", "0ms").putObject("actions");
        phases.putObject("delete")
                .put("min_age", days + "d")
                .putObject("actions")
                .putObject("delete")
                .put("delete_searchable_snapshot", true);
        return body;
    }

    private static ObjectNode componentTemplate(IndexName name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode lifecycle =
                body.putObject("template")
                        .putObject("settings")
                        .putObject("index")
                        .putObject("lifecycle")
                        .put("name", IndexTemplates.templateName(name));
        if (name.endsInDayAfterDash()) {
            lifecycle.put("parse_origination_date", true);
        }
        return body;
    }
}
