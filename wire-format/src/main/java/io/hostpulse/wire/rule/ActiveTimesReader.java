package io.hostpulse.wire.rule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads when people want to be told. */
final class ActiveTimesReader {

    private ActiveTimesReader() {}

    static Optional<ActiveTimes> read(TreeReader tree) {
        tree.requireKnownKeys(Set.of("days", "from", "to", "zone"));
        if (tree.has("from") != tree.has("to")) {
            tree.refuse(tree.has("from") ? "to" : "from", "is missing");
        }
        Set<DayOfWeek> days = readDays(tree);
        LocalTime from = readTime(tree, "from");
        LocalTime to = readTime(tree, "to");
        ZoneId zone = readZone(tree);
        return Optional.of(new ActiveTimes(days, from, to, zone));
    }

    private static Set<DayOfWeek> readDays(TreeReader tree) {
        if (!tree.has("days")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        List<String> names = tree.readTexts("days", DayOfWeek.values().length, 100);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Optional<DayOfWeek> day =
                    Arrays.stream(DayOfWeek.values())
                            .filter(it -> abbreviation(it).equals(name))
                            .findAny();
            if (day.isEmpty()) {
                tree.refuse(
                        "days[" + i + "]",
                        "'" + name + "' is none of mon, tue, wed, thu, fri, sat, sun");
            }
            day.ifPresent(days::add);
        }
        return days;
    }

    private static LocalTime readTime(TreeReader tree, String key) {
        Optional<String> text = tree.readText(key, 100);
        try {
            return text.map(LocalTime::parse).orElse(LocalTime.MIDNIGHT);
        } catch (DateTimeException e) {
            tree.refuse(
                    key, "'" + text.orElseThrow() + "' is no time of day; write such as \"08:00\"");
            return LocalTime.MIDNIGHT;
        }
    }

    private static ZoneId readZone(TreeReader tree) {
        Optional<String> text = tree.readText("zone", 100);
        try {
            return text.map(ZoneId::of).orElse(ZoneId.of("UTC"));
        } catch (DateTimeException e) {
            tree.refuse(
                    "zone",
                    "'" + text.orElseThrow() + "' is no time zone; write such as Europe/Berlin");
            return ZoneId.of("UTC");
        }
    }

    private static String abbreviation(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
