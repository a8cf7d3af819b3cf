package io.hostpulse.job.document;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Names for labels where not every key can be a name, so that several keys may come to one. */
final class LabelNames {

    private LabelNames() {}

    /**
     * The labels by their names, none lost. A key that is a name already keeps it; of others that
     * come to a name that is taken the first gets {@code _2} appended, the next {@code _3}, in the
     * order of their keys.
     *
     * @param nameOf makes a name of a key, and leaves a name as it is
     * @param reserved names that no label gets
     */
    static Map<String, String> byName(
            Map<String, String> labels, UnaryOperator<String> nameOf, Set<String> reserved) {
        Map<String, String> byName = new TreeMap<>();
        Map<String, String> renamed = new TreeMap<>();
        labels.forEach(
                (key, value) -> {
                    boolean isName = nameOf.apply(key).equals(key) && !reserved.contains(key);
                    (isName ? byName : renamed).put(key, value);
                });
        renamed.forEach(
                (key, value) -> {
                    String name = nameOf.apply(key);
                    String free = name;
                    for (int number = 2;
                            byName.containsKey(free) || reserved.contains(free);
                            number++) {
                        free = name + "_" + number;
                    }
                    byName.put(free, value);
                });
        return byName;
    }
}
