package io.hostpulse.stack.chaos;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what is missing, too much or different of one kind, and tells the first of it. */
final class Tally {

    private static final int TOLD = 20;
    private static final int TOLD_FIELDS = 12;

    private final String kind;
    private long expected;
    private long found;
    private long missing;
    private long surplus;
    private long different;
    private final List<String> differences = new ArrayList<>();

    /** A number that is not computed in the order of the reference, or kept with fewer digits. */
    record Between(double least, double most) {

        /**
         * @param tolerance in relation to the value
         */
        static Between around(double value, double tolerance) {
            double distance = tolerance * Math.abs(value);
            return new Between(value - distance, value + distance);
        }

        boolean isMetBy(Object other) {
            return other instanceof Double number && number >= least && number <= most;
        }

        @Override
        public String toString() {
            return least + " to " + most;
        }
    }

    Tally(String kind) {
        this.kind = kind;
    }

    /** Compares things by id, each of them by its fields. */
    void compare(Map<String, Map<String, Object>> must, Map<String, Map<String, Object>> are) {
        Set<String> ids = new TreeSet<>(must.keySet());
        ids.addAll(are.keySet());
        for (String id : ids) {
            compare(id, must.get(id), are.get(id));
        }
    }

    private void compare(String id, Map<String, Object> must, Map<String, Object> is) {
        expected += must == null ? 0 : 1;
        found += is == null ? 0 : 1;
        if (is == null) {
            missing++;
            tell("missing " + id + "\n    " + must);
        } else if (must == null) {
            surplus++;
            tell("too much " + id + "\n    " + is);
        } else if (!areEqual(must, is)) {
            different++;
            tell("different " + id + describeDifference(must, is));
        }
    }

    /** One that must be there, and is or is not. */
    void expect(boolean isFound, String description) {
        expected++;
        if (isFound) {
            found++;
        } else {
            missing++;
            tell("missing " + description);
        }
    }

    /** One that must not be there. */
    void tooMuch(String description) {
        found++;
        surplus++;
        tell("too much " + description);
    }

    Comparison result() {
        return new Comparison(kind, expected, found, missing, surplus, different, differences);
    }

    private void tell(String difference) {
        if (differences.size() < TOLD) {
            differences.add(kind + ": " + difference);
        }
    }

    private static boolean areEqual(Map<String, Object> must, Map<String, Object> is) {
        return must.keySet().equals(is.keySet())
                && must.keySet().stream()
                        .allMatch(field -> isEqual(must.get(field), is.get(field)));
    }

    private static boolean isEqual(Object must, Object is) {
        return must instanceof Between between ? between.isMetBy(is) : Objects.equals(must, is);
    }

    private static String describeDifference(Map<String, Object> must, Map<String, Object> is) {
        Map<String, Object> all = new TreeMap<>(must);
        is.forEach(all::putIfAbsent);
        List<String> fields =
                all.keySet().stream()
                        .filter(field -> !isEqual(must.get(field), is.get(field)))
                        .toList();
        return fields.stream()
                        .limit(TOLD_FIELDS)
                        .map(
                                field ->
                                        "\n    %s: expected %s, found %s"
                                                .formatted(field, must.get(field), is.get(field)))
                        .collect(joining())
                + (fields.size() > TOLD_FIELDS
                        ? "\n    and %d more".formatted(fields.size() - TOLD_FIELDS)
                        : "");
    }
}
