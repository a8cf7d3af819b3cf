package io.hostpulse.wire.rule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads maintenance. */
final class MaintenanceReader {

    private static final Set<String> KEYS =
            Set.of("maintenance", "comment", "hosts", "rules", "from", "to");
    private static final int MAX_RULES = 100;

    private MaintenanceReader() {}

    static Optional<Maintenance> read(TreeReader tree) {
        tree.requireKnownKeys(KEYS);
        Optional<String> id = RuleReader.readId(tree, "maintenance");
        String comment = tree.readText("comment", 1000).orElse("");
        HostSelector hosts = HostSelectorReader.read(tree);
        List<String> rules = tree.readTexts("rules", MAX_RULES, 1000);
        for (int i = 0; i < rules.size(); i++) {
            if (!RuleReader.isId(rules.get(i))) {
                tree.refuse("rules[" + i + "]", "'" + rules.get(i) + "' is no id of a rule");
            }
        }
        Optional<Instant> from = readTime(tree, "from");
        Optional<Instant> to = readTime(tree, "to");
        if (id.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (!to.get().isAfter(from.get())) {
            tree.refuse("to", "is not after 'from'");
        }
        return Optional.of(
                new Maintenance(
                        id.get(),
                        comment,
                        hosts,
                        rules,
                        from.get().toEpochMilli(),
                        to.get().toEpochMilli()));
    }

    private static Optional<Instant> readTime(TreeReader tree, String key) {
        Optional<String> text = tree.readRequiredText(key, 100);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant time = OffsetDateTime.parse(text.get()).toInstant();
            // milliseconds since 1970 have to hold it
            return Optional.of(Instant.ofEpochMilli(time.toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            tree.refuse(key, "'" + text.get() + "' is no time; write such as 2026-01-01T00:00:00Z");
            return Optional.empty();
        }
    }
}
