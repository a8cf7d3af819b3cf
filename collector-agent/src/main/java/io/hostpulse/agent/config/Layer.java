package io.hostpulse.agent.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one source under flat keys: {@code groups.cpu.interval}, {@code
 * probes[0].target}.
 */
interface Layer {

    Optional<Given> find(String key);

    /** Whether {@code key} or anything below it is given. */
    boolean mentions(String key);

    /** What is given below {@code key}, by the rest of the key. */
    Map<String, Given> below(String key);

    /** What is given and is none of the {@code known} keys, by key. */
    Map<String, Given> unknown(KnownKeys known);

    /** Keys that were asked for, and keys below which any name may stand. */
    record KnownKeys(Collection<String> keys, Collection<String> open) {

        boolean contains(String key) {
            return keys.contains(key)
                    || open.stream().anyMatch(parent -> key.startsWith(parent + "."));
        }

        /** Whether {@code key} is a section, or a list, of settings. */
        boolean hasBelow(String key) {
            return keys.stream()
                    .anyMatch(known -> known.startsWith(key + ".") || known.startsWith(key + "["));
        }
    }
}
